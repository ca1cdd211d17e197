import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Courier } from '../../web/static/channels/courier.js'
import { MemoryShelf } from '../../web/static/channels/memory_shelf.js'
import { Outbox } from '../../web/static/channels/outbox.js'

const ME = 7

/** A courier over a socket that answers as `replies` says; what was asked is kept. */
async function courier(answer, person = ME) {
  const outbox = new Outbox(new MemoryShelf())
  await outbox.open()
  const asked = []
  const wire = { ask: async (command, payload) => { asked.push([command, payload]); return answer(command, payload) } }
  const post = { whoAmI: async () => person }
  const made = new Courier({ outbox, post, person: ME, socket: () => wire, mayReturn: () => true, reached: () => {}, another: () => {} })
  return { outbox, asked, made }
}

const remark = paragraph => ['comment.create', { paper: 1, paragraph, text: `${paragraph}` }]
const done = acts => ({ ok: true, answer: acts.map(({ payload }) => ({ ok: true, answer: payload.text })) })

test('one act goes by its own name', async () => {
  const { outbox, asked, made } = await courier(() => ({ ok: true, answer: 1 }))
  outbox.add(...remark(1))
  await made.run()
  assert.deepEqual(asked.map(([command]) => command), ['comment.create'])
  assert.equal(outbox.count, 0)
})

test('acts that wait together go in one message, in order, and each has its answer', async () => {
  const { outbox, asked, made } = await courier((_, { acts }) => done(acts))
  const answered = [1, 2, 3].map(number => outbox.add(...remark(number)).answered)
  await made.run()
  assert.deepEqual(asked.map(([command, { acts }]) => [command, acts.map(({ payload }) => payload.text)]), [['acts', ['1', '2', '3']]])
  assert.deepEqual((await Promise.all(answered)).map(({ answer }) => answer), ['1', '2', '3'])
  assert.equal(outbox.count, 0)
})

test('one refused among others keeps its words, and the others are done', async () => {
  const { outbox, made } = await courier((_, { acts }) => {
    const replies = done(acts)
    replies.answer[1] = { ok: false, code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' }
    return replies
  })
  for (const number of [1, 2, 3]) outbox.add(...remark(number))
  await made.run()
  assert.deepEqual(outbox.refused.map(({ payload, refusal }) => [payload.text, refusal.code]), [['2', 'meeting.closed']])
  assert.equal(outbox.count, 0)
})

test('where no answer comes all of them stay, and none is under way', async () => {
  const { outbox, made } = await courier(() => { throw new Error('gone') })
  const acts = [1, 2].map(number => outbox.add(...remark(number)).act)
  await made.run()
  made.stop()
  assert.equal(outbox.count, 2)
  assert.deepEqual(acts.map(({ operation_id }) => outbox.sending(operation_id)), [false, false])
})

test('nothing leaves under another name', async () => {
  const { outbox, asked, made } = await courier(() => assert.fail('sent'), 8)
  outbox.add(...remark(1))
  await made.run()
  made.stop()
  assert.deepEqual(asked, [])
  assert.equal(outbox.count, 1)
})

test('however often no answer came, the next try is at most eight seconds away', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { outbox, asked, made } = await courier(() => { throw new Error('busy') })
  outbox.add(...remark(1))
  await made.run()
  for (let tries = 1; tries < 9; tries++) {
    assert.equal(asked.length, tries)
    t.mock.timers.tick(8000)
    await new Promise(resolve => setImmediate(resolve))   // what the timer began runs to its end
  }
  made.stop()
})
