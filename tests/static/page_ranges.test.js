import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inRanges, pagesIn } from '../../web/static/models/page_ranges.js'

test('pages are read as one types them, each once and in their order', () => {
  assert.deepEqual(pagesIn('1-3, 7', 8), { pages: [1, 2, 3, 7] })
  assert.deepEqual(pagesIn(' 7;2 – 3,2,', 8), { pages: [2, 3, 7] })
  assert.equal(inRanges([1, 2, 3, 7]), '1-3,7')
  assert.equal(inRanges([]), '')
  assert.deepEqual(pagesIn(inRanges([2, 4, 5, 6]), 8), { pages: [2, 4, 5, 6] })
})

test('what is no page is refused, and it is said which', () => {
  for (const typed of ['', ' , ', 'a', '1-2-3', '1..3', '-3', '3-', 'x'.repeat(600)]) assert.equal(pagesIn(typed, 8).wrong, 'not_understood', typed)
  assert.deepEqual(pagesIn('2, 7-3', 8), { wrong: 'backwards', typed: '7-3' })
  assert.deepEqual(pagesIn('3-9', 8), { wrong: 'beyond', typed: '9' })
  assert.deepEqual(pagesIn('0', 8), { wrong: 'beyond', typed: '0' })
})
