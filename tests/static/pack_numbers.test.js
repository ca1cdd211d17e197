import assert from 'node:assert/strict'
import test from 'node:test'
import { PackNumbers, namesLetter } from '../../web/static/models/pack_numbers.js'

const grown = new PackNumbers([[30, 0, 8], [37, 1, 2], [37, 6, 3]])

test('pages are called by their runs', () => {
  assert.deepEqual([1, 8, 9, 10, 11, 13, 14].map(page => grown.label(page)), ['30', '37', '37a', '37b', '37f', '37h', ''])
})

test('after z comes aa', () => {
  const many = new PackNumbers([[37, 1, 800]])
  assert.deepEqual([1, 26, 27, 52, 53, 702, 703].map(page => many.label(page)), ['37a', '37z', '37aa', '37az', '37ba', '37zz', '37aaa'])
})

test('what a page is called finds it again', () => {
  for (let page = 1; page <= 13; page++) assert.equal(grown.find(grown.label(page)), page)
  assert.equal(grown.find(' 37A '), 9)
  for (const words of ['38', '37c', '29', '', 'x', '37-1', '٣٧']) assert.equal(grown.find(words), null)
})

test('a span says its first and last page', () => {
  assert.equal(grown.span(13), '30–37h')
  assert.equal(grown.span(1), '30')
  assert.equal(new PackNumbers().span(0), '')
})

test('only a number with a letter names a page of the pack alone', () => {
  assert.ok(namesLetter('37a') && namesLetter(' 0B '))
  assert.ok(!namesLetter('37') && !namesLetter('a') && !namesLetter(''))
})
