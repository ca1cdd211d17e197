import assert from 'node:assert/strict'
import test from 'node:test'
import { WholePack } from '../../web/static/models/whole_pack.js'

const pack = () => new WholePack([{ paper: 1, numbers: [[1, 0, 37]], pages: 37 }, { paper: 2, numbers: [[37, 1, 3]], pages: 3 }, { paper: 3, numbers: [[38, 0, 5]], pages: 5 }], 3)

test('a page is found in whichever paper it is', () => {
  assert.deepEqual(pack().find('37b'), { paper: 2, page: 2 })
  assert.deepEqual(pack().find('38'), { paper: 3, page: 1 })
  assert.equal(pack().find('37d'), null)
})

test('pages of the paper that is read are called by their numbers', () => {
  assert.deepEqual([1, 5, 6].map(page => pack().label(page)), ['38', '42', ''])
})

test('a paper that comes, changes or goes is followed', () => {
  const each = pack()
  each.remove(2)
  assert.ok(!each.lettered)
  each.put({ paper: 3, numbers: [[38, 0, 5], [42, 1, 2]] })
  assert.equal(each.label(6), '42a')
  assert.ok(each.lettered)
})
