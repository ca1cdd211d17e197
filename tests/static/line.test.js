import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Line } from '../../web/static/channels/line.js'
import { MemoryShelf } from '../../web/static/channels/memory_shelf.js'
import { Outbox } from '../../web/static/channels/outbox.js'

const ME = 9
const soon = () => new Promise(resolve => setTimeout(resolve, 5))
const fact = (number, name = 'comment.created') => ({ stream: 'meeting:1', number, name, body: { number } })

/** A server that records what it did, once an operation id, and whose answers can be lost on the way. */
class Server {
  facts = []
  done = new Map()
  epoch = 'first'
  me = ME
  deaf = false

  answer(command, payload) {
    if (command === 'meeting.join') {
      const from = payload.since?.['meeting:1'] ?? Infinity
      return { ok: true, answer: { epoch: this.epoch, more: false, heads: { 'meeting:1': this.facts.length }, facts: this.facts.filter(each => each.number > from) } }
    }
    if (payload.text === 'không') return { ok: false, code: 'no', message: 'Không được.' }
    if (!this.done.has(payload.operation_id)) this.done.set(payload.operation_id, payload.text)
    return { ok: true, answer: { id: this.done.size } }
  }
}

class FakeWire {
  heardAt = Date.now()
  dead = false
  open = true

  constructor(server, ends) {
    Object.assign(this, { server, ends })
    queueMicrotask(() => server.down ? this.drop() : ends.opened())
  }

  async ask(command, payload) {
    if (!this.open) throw new Error('lost')
    const reply = this.server.answer(command, payload)
    if (this.server.deaf && command !== 'meeting.join') {
      this.drop()
      throw new Error('lost')
    }
    return reply
  }

  drop() {
    if (!this.open) return
    this.open = false
    this.ends.lost('test')
  }
}

async function opened(server, shelf = new MemoryShelf()) {
  const wires = []
  const outbox = new Outbox(shelf, { changed: () => line?.acted(), settled: (act, reply) => line.settled(act, reply) })
  const post = { whoAmI: async () => { if (server.unreachable) throw new Error('no way'); return server.me }, send: async act => server.answer(act.command, act.payload) }
  const left = []
  let line
  line = new Line({ meeting: 1, person: ME, outbox, post, leave: path => left.push(path), reload: () => left.push('reload'),
    dial: ends => { wires.push(new FakeWire(server, ends)); return wires.at(-1) } })
  await outbox.open()
  return { line, wires, left, outbox }
}

test('it joins from the loaded heads and hears what came since, in order', async t => {
  const server = new Server()
  server.facts = [fact(1), fact(2), fact(3)]
  const { line } = await opened(server)
  t.after(() => line.stop())
  const heard = []
  line.on('comment.created', body => heard.push(body.number))
  await line.join({ 'meeting:1': 1 })
  assert.deepEqual(heard, [2, 3])
  assert.equal(line.status, 'online')
})

test('a hole among the facts is filled from the record', async t => {
  const server = new Server()
  const { line, wires } = await opened(server)
  t.after(() => line.stop())
  const heard = []
  line.on('*', each => heard.push(each.number))
  await line.join({ 'meeting:1': 0 })
  server.facts = [fact(1), fact(2), fact(3)]
  wires[0].ends.heard('facts', [fact(3)])
  await soon()
  assert.deepEqual(heard, [1, 2, 3])
  wires[0].ends.heard('facts', [fact(2), fact(3)])
  assert.deepEqual(heard, [1, 2, 3])
})

test('the beacon fetches a lost tail', async t => {
  const server = new Server()
  const { line, wires } = await opened(server)
  t.after(() => line.stop())
  const heard = []
  line.on('*', each => heard.push(each.number))
  await line.join({ 'meeting:1': 0 })
  server.facts = [fact(1)]
  wires[0].ends.heard('heads', { 'meeting:1': 1 })
  await soon()
  assert.deepEqual(heard, [1])
})

test('an act whose answer was lost is sent again and done once', async t => {
  const server = new Server()
  const { line } = await opened(server)
  t.after(() => line.stop())
  await line.join({})
  server.deaf = true
  const answered = line.send('comment.create', { paragraph: 1, text: 'Đồng ý' })
  await soon()
  assert.equal(line.waiting, 1)
  server.deaf = false
  assert.equal((await answered).ok, true)
  assert.deepEqual([...server.done.values()], ['Đồng ý'])
  assert.equal(line.waiting, 0)
})

test('acts made with no line wait and leave in order when it is back', async t => {
  const server = new Server()
  server.down = server.unreachable = true
  const { line } = await opened(server)
  t.after(() => line.stop())
  line.join({})
  line.send('comment.create', { paragraph: 1, text: 'một' })
  line.send('comment.create', { paragraph: 1, text: 'hai' })
  await soon()
  assert.equal(line.waiting, 2)
  server.down = server.unreachable = false
  await line.wake()
  for (let tries = 0; line.waiting && tries < 100; tries++) await soon()
  assert.deepEqual([...server.done.values()], ['một', 'hai'])
})

test('with the socket down, acts leave over HTTP', async t => {
  const server = new Server()
  server.down = true
  const { line } = await opened(server)
  t.after(() => line.stop())
  line.join({})
  const reply = await line.send('comment.create', { paragraph: 1, text: 'Đồng ý' })
  assert.equal(reply.ok, true)
  assert.equal(line.status, 'connecting')
})

test('a refused act is kept apart with its sentence', async t => {
  const server = new Server()
  const { line } = await opened(server)
  t.after(() => line.stop())
  await line.join({})
  const reply = await line.send('comment.create', { paragraph: 1, text: 'không' })
  assert.equal(reply.message, 'Không được.')
  assert.equal(line.waiting, 0)
  assert.equal(line.refused[0].payload.text, 'không')
})

test('nothing leaves when another person has signed in on this device', async t => {
  const server = new Server()
  const { line, left } = await opened(server)
  t.after(() => line.stop())
  await line.join({})
  server.me = 10
  line.send('comment.create', { paragraph: 1, text: 'Đồng ý' })
  await soon()
  assert.equal(server.done.size, 0)
  assert.equal(line.waiting, 1)
  assert.deepEqual(left, ['reload'])
})

test('a new epoch means loading afresh', async t => {
  const server = new Server()
  const { line, wires, left } = await opened(server)
  t.after(() => line.stop())
  await line.join({})
  server.epoch = 'second'
  wires[0].drop()
  for (let tries = 0; !left.length && tries < 100; tries++) await soon()
  assert.deepEqual(left, ['reload'])
})

test('an ended sign-in leads to the door, and what waits stays on the device', async t => {
  const server = new Server()
  const shelf = new MemoryShelf()
  const { line, wires, left } = await opened(server, shelf)
  t.after(() => line.stop())
  await line.join({})
  server.deaf = true
  line.send('comment.create', { paragraph: 1, text: 'Đồng ý' })
  await soon()
  for (let tries = 0; wires.length < 2 && tries < 100; tries++) await soon()
  wires.at(-1).ends.heard('ended', { code: 'sign_in.ended' })
  assert.deepEqual(left, ['/sign-in'])
  assert.equal((await shelf.all()).length, 1)
})
