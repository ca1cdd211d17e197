import assert from 'node:assert/strict'
import test from 'node:test'
import { AnswerDrafts } from '../../web/static/models/answer_drafts.js'
import { settleDraft } from '../../web/static/models/settled_drafts.js'
import { Drafts, forget, isSent, onParagraph } from '../../web/static/models/drafts.js'

/** As much of a browser's storage as drafts need. */
class Storage {
  #kept = new Map()
  full = false

  get length() { return this.#kept.size }
  key(index) { return [...this.#kept.keys()][index] ?? null }
  getItem(name) { return this.#kept.get(name) ?? null }
  removeItem(name) { this.#kept.delete(name) }
  setItem(name, text) {
    if (this.full) throw new Error('QuotaExceededError')
    this.#kept.set(name, text)
  }
}

const forbidden = new Proxy({}, { get() { throw new Error('SecurityError') } })
const [OLD, NEW] = [onParagraph(7, 10), onParagraph(7, 20)]

function drafts(storage = new Storage()) {
  return new Drafts(1, storage)
}

test('words are kept until they are given up', () => {
  const mine = drafts()
  mine.keep(OLD, 'Xin làm rõ')
  assert.equal(mine.read(OLD), 'Xin làm rõ')
  mine.keep(OLD, '  ')
  assert.equal(mine.read(OLD), '')
})

test('a paper knows the paragraphs that something is being written on, and those of no other paper or person', () => {
  const storage = new Storage()
  const mine = drafts(storage)
  mine.keep(OLD, 'một')
  mine.keep(NEW, 'hai')
  mine.keep(onParagraph(71, 30), 'tài liệu khác')
  mine.keep('reply:40', 'trả lời')
  new Drafts(11, storage).keep(onParagraph(7, 50), 'người khác')
  assert.deepEqual(mine.paragraphsOf(7), [10, 20])
})

test('words follow their paragraph', () => {
  const mine = drafts()
  mine.keep(OLD, 'Xin làm rõ')
  assert.equal(mine.move(OLD, NEW), true)
  assert.deepEqual([mine.read(OLD), mine.read(NEW)], ['', 'Xin làm rõ'])
  assert.equal(mine.move(OLD, NEW), false)
})

test('words that follow come below those that are there', () => {
  const mine = drafts()
  mine.keep(OLD, 'Viết ở bản cũ')
  mine.keep(NEW, 'Viết ở bản mới')
  mine.move(OLD, NEW)
  assert.equal(mine.read(NEW), 'Viết ở bản mới\n\nViết ở bản cũ')
})

test('words stay where they are when they already stand there', () => {
  const mine = drafts()
  mine.keep(OLD, 'Xin làm rõ')
  assert.equal(mine.move(OLD, OLD), false)
  assert.equal(mine.read(OLD), 'Xin làm rõ')
})

test('words are not given up on a device that has no room for them at their new place', () => {
  const storage = new Storage()
  const mine = drafts(storage)
  mine.keep(OLD, 'Xin làm rõ')
  storage.full = true
  assert.equal(mine.move(OLD, NEW), false)
  assert.equal(mine.read(OLD), 'Xin làm rõ')
})

test('words that wait in the outbox are no draft', () => {
  const acts = [{ payload: { paragraph: 10, text: 'Xin làm rõ' } }, { payload: { paper: 7 } }]
  assert.equal(isSent('Xin làm rõ \n', 10, acts), true)
  assert.equal(isSent('Xin làm rõ thêm', 10, acts), false)
  assert.equal(isSent('Xin làm rõ', 20, acts), false)
})

test('a browser that forbids storage keeps nothing and breaks nothing', () => {
  const mine = drafts(forbidden)
  mine.keep(OLD, 'Xin làm rõ')
  assert.deepEqual([mine.read(OLD), mine.paragraphsOf(7), mine.move(OLD, NEW)], ['', [], false])
})

test('who leaves takes all drafts of theirs along, and no others', () => {
  const storage = new Storage()
  drafts(storage).keep(OLD, 'của tôi')
  new Drafts(2, storage).keep(OLD, 'của người khác')
  forget(1, storage)
  assert.deepEqual([drafts(storage).read(OLD), new Drafts(2, storage).read(OLD)], ['', 'của người khác'])
})

test('texts are counted, what says how one reads is not', () => {
  const mine = drafts()
  mine.keep(OLD, 'Xin làm rõ')
  mine.keep('reply:4', 'Là 12.500')
  mine.keep('note:7:1:', 'Hỏi lại')
  mine.keep('colour', 'pink')
  mine.keep('turned:3', '{"1":90}')
  assert.equal(mine.written, 3)
  assert.equal(drafts().written, 0)
})

test('an answer is kept until it is given up, or the server has the very same', () => {
  const storage = new Storage()
  const answers = new AnswerDrafts(drafts(storage))
  assert.equal(answers.read(4), null)
  answers.keep(4, { outcome: null, reason: '  ' })
  assert.equal(answers.read(4), null)
  answers.keep(4, { outcome: 'accepted', reason: 'Sẽ bổ sung ' })
  answers.settle(4, { outcome: 'accepted', reason: 'Khác' })
  assert.deepEqual(answers.read(4), { outcome: 'accepted', reason: 'Sẽ bổ sung ' })
  answers.settle(4, { outcome: 'accepted', reason: 'Sẽ bổ sung' })
  assert.equal(answers.read(4), null)
  drafts(storage).keep('answer:4', 'hỏng')
  assert.equal(answers.read(4), null)
})

test('a draft is given up by whichever page the server answers, not when its answer was called back', () => {
  const mine = drafts()
  const answers = new AnswerDrafts(mine)
  mine.keep(OLD, 'Xin làm rõ ')
  mine.keep('reply:4', 'Khác')
  answers.keep(4, { outcome: 'accepted', reason: 'Sẽ bổ sung' })
  settleDraft(mine, { command: 'comment.create', payload: { paper: 7, paragraph: 10, text: 'Xin làm rõ' } }, { ok: true })
  settleDraft(mine, { command: 'comment.reply', payload: { comment: 4, text: 'Là 12.500' } }, { ok: true })
  const answered = { command: 'comment.answer', payload: { comment: 4, outcome: 'accepted', reason: 'Sẽ bổ sung' } }
  settleDraft(mine, answered, { ok: false, code: 'act.withdrawn' })
  assert.equal(mine.read(OLD), '')
  assert.equal(mine.read('reply:4'), 'Khác')
  assert.notEqual(answers.read(4), null)
  settleDraft(mine, answered, { ok: true })
  assert.equal(answers.read(4), null)
})
