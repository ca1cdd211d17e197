import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPageNote, targetAt } from '../../web/static/models/page_note.js'
import { ParagraphIndex } from '../../web/static/models/paragraph_index.js'

test('a note at a point is told from one on words, a highlight and a stroke', () => {
  const target = targetAt({ page: 2, x: 10.4, y: 20.6 }, 7)
  assert.deepEqual([target.page, target.paragraph, target.boxes], [2, 7, [[2, 10, 21, 10, 21]]])
  const quoted = { ...target, selectors: [{ type: 'TextQuoteSelector' }] }
  assert.equal(isPageNote({ motivation: 'commenting', target }), true)
  assert.equal(isPageNote({ motivation: 'commenting', target: quoted }), false)
  assert.equal(isPageNote({ motivation: 'highlighting', target }), false)
  assert.equal(isPageNote({ motivation: 'drawing', ink: {}, target }), false)
})

test('the nearest paragraph is found however far, and a page without words has none', () => {
  const index = new ParagraphIndex()
  const paragraph = (id, page, y, kind = 'body') => ({ id, ordinal: id, kind, boxes: [[page, 1000, y, 9000, y + 400]] })
  index.add([paragraph(1, 1, 1000), paragraph(2, 1, 5000), paragraph(3, 2, 0, 'page')])
  assert.equal(index.nearest(1, 5000, 3600).id, 2)
  assert.equal(index.nearest(1, 500, 9900).id, 2)
  assert.equal(index.nearest(1, 500, 100).id, 1)
  assert.equal(index.nearest(2, 500, 100), null)
  assert.equal(index.nearest(9, 500, 100), null)
})
