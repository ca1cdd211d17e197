import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Along } from '../../web/static/models/along.js'
import { readBeside, withBeside } from '../../web/static/models/beside.js'

const query = words => new URLSearchParams(words)

test('a page without a second paper has none', () => {
  assert.equal(readBeside(query('version=2')), null)
  assert.equal(readBeside(query('beside=7;drop')), null)
})

test('what lies beside is the same after it was written into the address', () => {
  const beside = { paper: 7, version: 2, page: 12, share: 35, shown: 'second', along: false }
  const told = withBeside(query('version=3&beside=1&share=70'), beside)
  assert.deepEqual(readBeside(told), beside)
  assert.equal(told.get('version'), '3')
})

test('what is usual is not told, and a share leaves room for both', () => {
  assert.equal(`${withBeside(query(''), { paper: 7, version: null, page: 1, share: 50, shown: 'both', along: true })}`, 'beside=7')
  assert.equal(readBeside(query('beside=7&share=99')).share, 80)
  assert.equal(readBeside(query('beside=7&shown=nothing')).shown, 'both')
})

test('closing the second paper leaves the rest of the address', () => {
  assert.equal(`${withBeside(query('version=3&beside=7.1&beside-page=2&along=0'), null)}`, 'version=3')
})

test('a place goes along with the paragraphs around it', () => {
  const along = new Along([[1, 2000, 1, 2000], [2, 5000, 4, 5000]], 3, 5)
  assert.deepEqual(along.inNew({ page: 1, y: 2000 }), { page: 1, y: 2000 })
  assert.deepEqual(along.inNew({ page: 2, y: 5000 }), { page: 4, y: 5000 })
  assert.deepEqual(along.inOld({ page: 4, y: 5000 }), { page: 2, y: 5000 })
  assert.equal(along.inNew({ page: 2, y: 0 }).page, 3)
})

test('the ends of both versions meet, and nothing lies beyond them', () => {
  const along = new Along([], 2, 6)
  assert.deepEqual(along.inNew({ page: 1, y: 0 }), { page: 1, y: 0 })
  assert.deepEqual(along.inNew({ page: 2, y: 10_000 }), { page: 6, y: 10_000 })
  assert.deepEqual(along.inOld({ page: 6, y: 10_000 }), { page: 2, y: 10_000 })
})
