import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryShelf } from '../../web/static/channels/memory_shelf.js'
import { Outbox } from '../../web/static/channels/outbox.js'

const box = async (shelf = new MemoryShelf()) => { const made = new Outbox(shelf); await made.open(); return made }
const comment = (paragraph, text = 'Đồng ý') => ['comment.create', { paper: 1, paragraph, text }]
const texts = acts => acts.map(act => act.payload.text)

test('an act is on the shelf before anything else happens to it', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  await outbox.add(...comment(7)).stored
  const [stored] = await shelf.all()
  assert.equal(stored.payload.operation_id, stored.operation_id)
  assert.equal(outbox.count, 1)
})

test('acts survive the page and keep their order', async () => {
  const shelf = new MemoryShelf()
  const before = await box(shelf)
  for (const text of ['một', 'hai', 'ba']) await before.add(...comment(7, text)).stored
  assert.deepEqual(texts((await box(shelf)).waiting), ['một', 'hai', 'ba'])
})

test('an acknowledged act leaves and answers whoever waits', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act, answered } = outbox.add(...comment(7))
  await outbox.settle(act, { ok: true, answer: { id: 5 } })
  assert.deepEqual((await answered).answer, { id: 5 })
  assert.deepEqual(await shelf.all(), [])
})

test('a refused act keeps its words and its sentence, even after a reload, until it is discarded', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act, answered } = outbox.add(...comment(7, 'Chưa hợp lý'))
  await outbox.settle(act, { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' })
  assert.equal((await answered).ok, false)
  const again = await box(shelf)
  assert.equal(again.count, 0)
  assert.equal(again.refused[0].payload.text, 'Chưa hợp lý')
  assert.equal(again.refused[0].refusal.message, 'Phiên họp đã kết thúc.')
  await again.discard(act.operation_id)
  assert.deepEqual(again.refused, [])
  assert.deepEqual(await shelf.all(), [])
})

test('two acts on one thing do not travel together', async () => {
  const outbox = await box()
  outbox.add('comment.change', { comment: 3, text: 'a' })
  outbox.add('comment.change', { comment: 3, text: 'b' })
  outbox.add('comment.change', { comment: 4, text: 'c' })
  assert.deepEqual(texts(outbox.batch()), ['a', 'c'])
})

test('an act that came back goes again under the same operation id', async () => {
  const outbox = await box()
  const { act } = outbox.add(...comment(7))
  outbox.depart([act])
  assert.equal(outbox.sending(act.operation_id), true)
  outbox.comeBack([act])
  assert.equal(outbox.batch()[0].operation_id, act.operation_id)
})

test('only the last place in a paper waits, and it is not counted', async () => {
  const outbox = await box()
  outbox.add('place.keep', { paper: 1, page: 2 })
  outbox.add('place.keep', { paper: 1, page: 3 })
  outbox.add('place.keep', { paper: 2, page: 9 })
  assert.deepEqual(outbox.waiting.map(act => act.payload.page), [3, 9])
  assert.equal(outbox.count, 0)
})

test('an act that has not been sent can be called back, and no other', async () => {
  const outbox = await box()
  const kept = outbox.add('annotation.create', { paper: 1 }).act
  const back = outbox.add('annotation.create', { paper: 1 })
  const asked = outbox.batch()
  assert.equal(outbox.withdraw(back.act.operation_id), true)
  assert.deepEqual((await back.answered).ok, false)
  assert.deepEqual(outbox.depart(asked), [kept], 'not even when it was about to be sent')
  assert.deepEqual([outbox.withdraw(kept.operation_id), outbox.withdraw(back.act.operation_id), outbox.count], [false, false, 1])
  outbox.comeBack([kept])
  assert.equal(outbox.withdraw(kept.operation_id), false, 'the server may have it')
})

test('an act of an earlier page cannot be called back: it may have been sent', async () => {
  const outbox = await box(new MemoryShelf([{ operation_id: 'old', order: 1, command: 'annotation.create', payload: {}, refusal: null }]))
  assert.equal(outbox.withdraw('old'), false)
})

test('what travels together stays under what a message may weigh; one act always goes', async () => {
  const outbox = await box()
  const long = 'ế'.repeat(10_000)
  for (let number = 0; number < 4; number += 1) outbox.add('annotation.create', { note: long, operation_id: `n${number}` })
  assert.equal(outbox.batch().length, 1)
  const few = await box()
  for (let number = 0; number < 4; number += 1) few.add('annotation.create', { note: 'ế'.repeat(5000), operation_id: `n${number}` })
  assert.equal(few.batch().length, 3)
})

const drawn = (note = '') => ['annotation.create', { paper: 1, note, color: 'yellow' }]
const noted = (made_by, note, revision = 0) => ['annotation.change', { made_by, revision, note }]
const stored = async shelf => (await shelf.all()).sort((a, b) => a.order - b.order).map(({ command, payload: { operation_id: _operation, ...payload } }) => [command, payload])

test('what waits may be acted upon: the act leaves once the number is known, over the revision that was made', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add(...drawn())
  outbox.add(...noted(act.operation_id, 'một'))
  outbox.add(...noted(act.operation_id, 'hai', 1))
  assert.deepEqual(outbox.batch(), [act])
  outbox.depart([act])
  await outbox.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  const changes = [['annotation.change', { annotation: 5, revision: 1, note: 'một' }], ['annotation.change', { annotation: 5, revision: 2, note: 'hai' }]]
  assert.deepEqual(await stored(shelf), changes)
  assert.deepEqual(outbox.batch().map(({ payload }) => payload.note), ['một'])
})

test('the number is on the shelf before the act that made the thing leaves it', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add(...drawn())
  await outbox.add(...noted(act.operation_id, 'một')).stored
  const shelved = []
  const remove = shelf.remove
  shelf.remove = async operation => { shelved.push(...await stored(shelf)); return remove.call(shelf, operation) }
  await outbox.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  assert.equal(shelved.length, 2)
  assert.equal(shelved[1][1].annotation, 5)
})

test('an act on what waited is kept over a reload, and finds its number after it', async () => {
  const shelf = new MemoryShelf()
  const before = await box(shelf)
  const { act } = before.add(...drawn())
  await before.add('annotation.remove', { made_by: act.operation_id }).stored
  const after = await box(shelf)
  const [again] = after.batch()
  assert.equal(again.operation_id, act.operation_id)
  await after.settle(again, { ok: true, answer: { id: 5, revision: 1 } })
  assert.deepEqual(await stored(shelf), [['annotation.remove', { annotation: 5 }]])
})

test('an act on what has just got its number takes it', async () => {
  const outbox = await box()
  const { act } = outbox.add(...drawn())
  await outbox.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  outbox.add(...noted(act.operation_id, 'một'))
  assert.deepEqual(outbox.batch().map(({ payload: { annotation, revision } }) => [annotation, revision]), [[5, 1]])
})

test('a refused act has the last words, and no other act of the same thing is left', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add(...drawn('cũ'))
  const { answered } = outbox.add(...noted(act.operation_id, 'mới'))
  await outbox.settle(act, { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' })
  assert.deepEqual([outbox.refused.map(({ payload }) => payload.note), outbox.count, (await answered).ok], [['mới'], 0, false])
  await outbox.add(...noted(act.operation_id, 'nữa')).answered
  assert.deepEqual([outbox.refused.map(({ payload }) => payload.note), outbox.count], [['nữa'], 0])
  assert.deepEqual((await box(shelf)).refused.map(({ payload }) => payload.note), ['nữa'])
})

test('what was taken back is not there to be refused', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add(...drawn())
  outbox.depart([act])
  outbox.add('annotation.remove', { made_by: act.operation_id })
  await outbox.settle(act, { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' })
  assert.deepEqual([outbox.refused, outbox.count, await shelf.all()], [[], 0, []])
})

test('what never left is called back with all that was done to it', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add(...drawn())
  outbox.add(...noted(act.operation_id, 'một'))
  assert.equal(outbox.withdraw(act.operation_id), true)
  assert.deepEqual([outbox.count, await shelf.all()], [0, []])
})

test('an act on what nobody here knows keeps its words and holds nothing up', async () => {
  const shelf = new MemoryShelf([{ operation_id: 'old', order: 1, command: 'annotation.change', payload: { made_by: 'gone', revision: 0, note: 'hỏi lại' }, refusal: null }])
  const outbox = await box(shelf)
  outbox.add('annotation.remove', { made_by: 'gone' })
  outbox.add(...drawn())
  assert.deepEqual([outbox.refused.map(({ payload }) => payload.note), outbox.batch().length, outbox.count], [['hỏi lại'], 1, 1])
})

test('changes said over one that was refused do not undo what it was refused for: it has the last words', async () => {
  const shelf = new MemoryShelf()
  const outbox = await box(shelf)
  const { act } = outbox.add('comment.change', { comment: 3, revision: 5, text: 'một' })
  outbox.add('comment.change', { comment: 3, revision: 6, text: 'hai' })
  outbox.add('comment.change', { comment: 4, revision: 7, text: 'khác' })
  await outbox.settle(act, { ok: false, code: 'comment.changed', message: 'Đã đổi ở nơi khác.', current: { revision: 6 } })
  assert.deepEqual(outbox.refused.map(({ payload }) => [payload.text, payload.revision]), [['hai', 5]])
  assert.deepEqual([texts(outbox.waiting), (await shelf.all()).length], [['khác'], 2])
})

test('whoever hears of a refusal is told what had been said, so that its draft is known', async () => {
  const heard = []
  const outbox = new Outbox(new MemoryShelf(), { settled: act => heard.push(act.payload.text) })
  const { act } = outbox.add(...comment(7, 'cũ'))
  outbox.add('comment.change', { made_by: act.operation_id, revision: 0, text: 'mới' })
  await outbox.settle(act, { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' })
  assert.deepEqual([heard.includes('cũ'), outbox.refused[0].payload.text], [true, 'mới'])
})

/** Two pages of one person: what one tells, the other hears. */
async function twoPages(shelf = new MemoryShelf()) {
  const pages = []
  for (const other of [1, 0]) pages.push(new Outbox(shelf, { others: told => pages[other]?.hear(structuredClone(told)) }))
  return pages
}

test('what one page calls back no other page sends; what one page sent no other calls back', async () => {
  const [one, other] = await twoPages()
  await one.open()
  const { act } = one.add(...drawn())
  const { act: sent } = one.add(...drawn())
  await other.open()
  assert.equal(one.withdraw(act.operation_id), true)
  assert.deepEqual(other.batch().map(({ operation_id }) => operation_id), [sent.operation_id])
  other.depart(other.batch())
  assert.equal(one.withdraw(sent.operation_id), false)
})

test('an act that one page did on what another page sent has its number on the shelf, for a page that is loaded anew', async () => {
  const shelf = new MemoryShelf()
  const [one, other] = await twoPages(shelf)
  await one.open()
  const { act } = one.add(...drawn())
  await other.open()
  await other.add('annotation.remove', { made_by: act.operation_id }).stored
  await one.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  await new Promise(resolve => setImmediate(resolve))
  assert.deepEqual(await stored(shelf), [['annotation.remove', { annotation: 5 }]])
})

test('what one page calls back while another is sending it is taken off as soon as it has arrived', async () => {
  const [, other] = await twoPages()
  await other.open()
  const { act } = other.add(...drawn())
  other.depart([act])
  await other.hear({ withdrawn: [act.operation_id] })
  await other.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  assert.deepEqual(other.batch().map(({ command, payload }) => [command, payload.annotation]), [['annotation.remove', 5]])
})

test('what one page adds the others have too, and what one is told of it all know: nothing is asked twice', async () => {
  const [one, other] = await twoPages()
  await Promise.all([one.open(), other.open()])
  const { act, answered } = one.add(...comment(7, 'một'))
  await ticks()
  assert.deepEqual([other.count, texts(other.waiting)], [1, ['một']])
  other.depart(other.batch())
  other.comeBack([act])
  const { act: second } = other.add(...comment(8, 'hai'))
  await ticks()
  await other.settle(act, { ok: true, answer: { id: 5, revision: 1 } })
  await other.settle(second, { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' })
  assert.deepEqual(await answered, { ok: true, answer: { id: 5, revision: 1 } })
  await ticks()
  assert.deepEqual([one.count, texts(one.refused)], [0, ['hai']])
  await one.discard(second.operation_id)
  await ticks()
  assert.deepEqual([one.refused, other.refused], [[], []])
})

test('what was called back or answered while another page was still reading the shelf does not come back', async () => {
  const shelf = new MemoryShelf()
  const [one, other] = await twoPages(shelf)
  await Promise.all([one.open(), other.open()])
  const { all } = shelf
  const read = []
  shelf.all = async () => { const acts = await all.call(shelf); await new Promise(resolve => read.push(resolve)); return acts }
  const { act: back } = one.add(...drawn())
  const { act: sent } = one.add(...drawn())
  await ticks()
  assert.equal(one.withdraw(back.operation_id), true)
  one.depart([sent])
  await one.settle(sent, { ok: true, answer: { id: 5, revision: 1 } })
  await ticks()
  shelf.all = all
  for (const resolve of read) resolve()
  await ticks()
  assert.deepEqual([other.waiting, await stored(shelf)], [[], []])
})

test('where a page tells nobody, another finds what it left when it looks again', async () => {
  const shelf = new MemoryShelf()
  const one = await box(shelf)
  const other = await box(shelf)
  await one.add(...comment(7, 'một')).stored
  assert.equal(other.count, 0)
  await other.readAnew()
  await other.readAnew()
  assert.deepEqual(texts(other.batch()), ['một'])
})

const ticks = () => new Promise(resolve => setImmediate(resolve))
