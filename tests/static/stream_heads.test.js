import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StreamHeads } from '../../web/static/models/stream_heads.js'

const fact = (number, stream = 'meeting:1') => ({ stream, number, name: 'comment.created', body: {} })
const numbers = facts => facts.map(each => each.number)

test('the next fact is applied and one already known is dropped', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  assert.deepEqual(numbers(heads.offer(fact(5)).ready), [5])
  assert.deepEqual(heads.offer(fact(5)), { ready: [], gap: false })
  assert.deepEqual(heads.offer(fact(2)), { ready: [], gap: false })
})

test('a fact after a gap waits for the missing one', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  assert.equal(heads.offer(fact(6)).gap, true)
  assert.equal(heads.offer(fact(7)).gap, true)
  assert.deepEqual(numbers(heads.offer(fact(5)).ready), [5, 6, 7])
  assert.deepEqual(heads.since, { 'meeting:1': 7 })
})

test('a page of the record fills the gap and lets go what was held', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  heads.offer(fact(7))
  assert.deepEqual(numbers(heads.take([fact(4), fact(5), fact(6)]).ready), [5, 6])
  assert.deepEqual(numbers(heads.close({ 'meeting:1': 6 }).ready), [7])
})

test('streams do not wait for each other', () => {
  const heads = new StreamHeads({ 'meeting:1': 4, 'person:9': 0 })
  heads.offer(fact(6))
  assert.deepEqual(numbers(heads.offer(fact(1, 'person:9')).ready), [1])
})

test('a stream that was not known before begins where the server says', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  assert.equal(heads.offer(fact(8, 'desk:1')).gap, true)
  heads.close({ 'meeting:1': 4, 'desk:1': 7 })
  assert.deepEqual(heads.since, { 'meeting:1': 4, 'desk:1': 8 })
})

test('a record that no longer reaches back is broken, and so is one that is shorter', () => {
  assert.equal(new StreamHeads({ 'meeting:1': 4 }).take([fact(9)]).broken, true)
  assert.equal(new StreamHeads({ 'meeting:1': 4 }).close({ 'meeting:1': 2 }, { 'meeting:1': 4 }).broken, true)
})

test('facts that overtake the answer do not make the record look shorter', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  heads.offer(fact(5))
  assert.equal(heads.close({ 'meeting:1': 4 }, { 'meeting:1': 4 }).broken, false)
  assert.deepEqual(heads.since, { 'meeting:1': 5 })
})

test('the beacon says whether the tail was lost', () => {
  const heads = new StreamHeads({ 'meeting:1': 4 })
  assert.equal(heads.behind({ 'meeting:1': 4 }), false)
  assert.equal(heads.behind({ 'meeting:1': 5 }), true)
})

test('several answers are complete from the lower number of each stream', () => {
  assert.deepEqual(StreamHeads.least({ a: 4, b: 2 }, null, { a: 3, b: 9, c: 1 }), { a: 3, b: 2, c: 1 })
})
