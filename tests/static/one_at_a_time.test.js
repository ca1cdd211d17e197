import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oneAtATime } from '../../web/static/models/one_at_a_time.js'

test('what is asked for while work is under way is done once more afterwards, however often it was asked', async () => {
  let begun = 0
  let end
  const work = oneAtATime(() => { begun++; return new Promise(resolve => { end = resolve }) })
  const first = work()
  work(); work(); work()
  assert.equal(begun, 1)
  end()
  await new Promise(setImmediate)
  assert.equal(begun, 2)
  end()
  await first
  assert.equal(begun, 2)
})

test('work that fails can be asked for again', async () => {
  let fails = true
  const work = oneAtATime(async () => { if (fails) throw new Error('no') })
  await assert.rejects(work())
  fails = false
  await work()
})
