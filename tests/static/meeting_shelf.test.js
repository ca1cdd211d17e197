import assert from 'node:assert/strict'
import test from 'node:test'
import { shelved } from '../../web/static/models/meeting_shelf.js'

const NOW = new Date('2026-11-21T03:00:00Z')
const meeting = (id, starts, ends, state = 'published') => ({ id, starts, ends, state })
const ids = list => list.map(({ id }) => id)

test('meetings stand on three shelves, the nearest first', () => {
  const shelves = shelved([
    meeting(1, '2026-12-01T01:00:00Z', '2026-12-01T04:00:00Z'),
    meeting(2, '2026-11-25T01:00:00Z', '2026-11-25T04:00:00Z', 'draft'),
    meeting(3, '2026-11-21T01:00:00Z', '2026-11-21T04:00:00Z'),
    meeting(4, '2026-10-01T01:00:00Z', '2026-10-01T04:00:00Z', 'closed'),
    meeting(5, '2026-11-01T01:00:00Z', '2026-11-01T04:00:00Z'),
  ], NOW)
  assert.deepEqual(ids(shelves.now), [3])
  assert.deepEqual(ids(shelves.coming), [2, 1])
  assert.deepEqual(ids(shelves.past), [5, 4])
})

test('a meeting closed early is past', () => {
  assert.deepEqual(ids(shelved([meeting(1, '2026-11-21T01:00:00Z', '2026-11-21T09:00:00Z', 'closed')], NOW).past), [1])
})
