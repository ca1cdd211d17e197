import assert from 'node:assert/strict'
import test from 'node:test'
import { stacked } from '../../web/static/models/stacked.js'

const LABEL = { width: 60, height: 18 }

test('labels that have room stay where they are', () => {
  assert.deepEqual(stacked([{ x: 100, y: 0 }, { x: 300, y: 0 }, { x: 100, y: 40 }], LABEL), [0, 0, 0])
})

test('labels at one place go one below the other', () => {
  assert.deepEqual(stacked([{ x: 100, y: 10 }, { x: 110, y: 10 }, { x: 90, y: 12 }], LABEL), [0, 18, 34])
})

test('a label that goes down does not come to lie over the next one', () => {
  assert.deepEqual(stacked([{ x: 100, y: 10 }, { x: 100, y: 28 }, { x: 100, y: 10 }], LABEL), [0, 0, 36])
})
