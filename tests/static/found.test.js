import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Found } from '../../web/static/models/found.js'

const hit = (paragraph, version, ...boxes) => ({ paragraph, version, number: paragraph, page: boxes[0]?.[0] ?? 1, boxes, snippet: [] })
const answer = (...hits) => ({ total: 9, loosened: false, unread: 0, hits })
const FAR = hit(1, 7, [5, 0, 100, 10, 110])
const LOW = hit(2, 7, [2, 0, 900, 10, 910], [3, 0, 50, 10, 60])
const HIGH = hit(3, 7, [2, 0, 100, 10, 110])
const OTHER = hit(4, 8, [1, 0, 100, 10, 110])

function found() {
  const made = new Found()
  made.begin('chi', answer(FAR, LOW, HIGH, OTHER))
  return made
}

test('the best hit comes first in the list, and the next page first when one steps on', () => {
  const made = found()
  assert.deepEqual(made.hits, [FAR, LOW, HIGH, OTHER])
  assert.deepEqual(made.within(7), [HIGH, LOW, FAR])
})

test('one steps from hit to hit, and past an end begins at the other', () => {
  const made = found()
  made.looked = LOW
  assert.equal(made.position(7), 2)
  assert.equal(made.beside(7, 1), FAR)
  assert.equal(made.beside(7, -1), HIGH)
  made.looked = FAR
  assert.equal(made.beside(7, 1), HIGH)
  made.looked = HIGH
  assert.equal(made.beside(7, -1), FAR)
})

test('before any is looked at, on leads to the first and back to the last', () => {
  const made = found()
  assert.equal(made.position(7), 0)
  assert.equal(made.beside(7, 1), HIGH)
  assert.equal(made.beside(7, -1), FAR)
  assert.equal(made.beside(99, 1), null)
})

test('a page is marked with the boxes that lie on it, and another version with none of them', () => {
  const made = found()
  made.looked = LOW
  assert.deepEqual(made.on(7, 3), [{ box: [3, 0, 50, 10, 60], looked: true }])
  assert.deepEqual(made.on(7, 2).map(({ looked }) => looked), [true, false])
  assert.deepEqual(made.on(8, 2), [])
})

test('a further part is added once, however often it comes', () => {
  const made = found()
  const last = hit(5, 7, [9, 0, 0, 1, 1])
  for (let time = 0; time < 2; time++) made.add({ ...answer(OTHER, last), total: 5 })
  assert.deepEqual(made.hits.map(({ paragraph }) => paragraph), [1, 2, 3, 4, 5])
  assert.equal(made.more, false)
})

test('another question forgets the hits of the one before and which was looked at', () => {
  const made = found()
  made.looked = LOW
  made.begin('ngân sách', answer(OTHER))
  assert.deepEqual([made.query, made.looked, made.hits], ['ngân sách', null, [OTHER]])
  assert.equal(made.more, true)
  made.clear()
  assert.deepEqual([made.query, made.total, made.hits, made.more], ['', 0, [], false])
})
