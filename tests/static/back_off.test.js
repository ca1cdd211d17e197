import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackOff } from '../../web/static/models/back_off.js'

test('waits grow from a tenth of a second to five seconds and start again after a success', () => {
  const backOff = new BackOff({ random: () => 1 })
  const waits = Array.from({ length: 8 }, () => backOff.next())
  assert.deepEqual(waits, [200, 400, 800, 1600, 3200, 5000, 5000, 5000])
  backOff.reset()
  assert.equal(backOff.next(), 200)
})

test('half of every wait is chance', () => {
  assert.equal(new BackOff({ random: () => 0 }).next(), 100)
  const late = new BackOff({ random: () => 0 })
  for (let tries = 0; tries < 9; tries++) late.next()
  assert.equal(late.next(), 2500)
})
