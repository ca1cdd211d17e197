import assert from 'node:assert/strict'
import test from 'node:test'
import { UploadQueue } from '../../web/static/models/upload_queue.js'

const file = (name, size = 10) => ({ name, size })
function queue() {
  let last = 0
  return new UploadQueue(() => `k${++last}`, 2)
}

test('only a few files go at once; the next goes when one has arrived', () => {
  const each = queue()
  for (const item of [1, 2, 3]) each.add([file('a')], { item })
  assert.deepEqual(each.take().map(job => job.key), ['k1', 'k2'])
  assert.deepEqual(each.take(), [])
  each.remove('k1')
  assert.deepEqual(each.take().map(job => job.key), ['k3'])
})

test('of one item one file goes after the other, so that they lie in the order chosen', () => {
  const each = queue()
  each.add([file('large'), file('small')], { item: 1 })
  each.add([file('new version')], { paper: 1 })
  assert.deepEqual(each.take().map(job => job.key), ['k1', 'k3'])
  each.remove('k3')
  assert.deepEqual(each.take(), [])
  each.remove('k1')
  assert.deepEqual(each.take().map(job => job.key), ['k2'])
})

test('a file that met trouble on the way keeps its key, says why, and may go again', () => {
  const each = queue()
  each.add([file('a')], { item: 1 })
  each.take()
  each.progress('k1', 5, 10)
  each.refuse('k1', { status: 503, message: 'Máy chủ đang bận.' })
  assert.equal(each.busy, false)
  assert.equal(each.jobs[0].message, 'Máy chủ đang bận.')
  each.again('k1')
  assert.deepEqual(each.take().map(job => job.key), ['k1'])
})

test('a file that the network lost may go again', () => {
  const each = queue()
  each.add([file('a')], { item: 1 })
  each.take()
  each.refuse('k1', { message: 'Mất mạng.' })
  assert.equal(each.jobs[0].hopeful, true)
})

test('a file that can never arrive stays refused until it is taken from the list', () => {
  const each = queue()
  each.add([file('a')], { item: 1 })
  each.take()
  each.refuse('k1', { status: 400, message: 'Tệp này có mật khẩu.' })
  assert.deepEqual([each.jobs[0].state, each.jobs[0].hopeful], ['refused', false])
  each.again('k1')
  assert.deepEqual(each.take(), [])
  each.remove('k1')
  assert.deepEqual(each.jobs, [])
})

test('progress after a cancel is not heard', () => {
  const each = queue()
  each.add([file('a')], { item: 1 })
  each.take()
  each.remove('k1')
  each.progress('k1', 5, 10)
  assert.deepEqual(each.jobs, [])
})

test('jobs are found by their place', () => {
  const each = queue()
  each.add([file('a')], { item: 1 })
  each.add([file('b')], { paper: 1 })
  assert.deepEqual(each.under({ item: 1 }).map(job => job.file.name), ['a'])
  assert.deepEqual(each.under({ paper: 1 }).map(job => job.file.name), ['b'])
})
