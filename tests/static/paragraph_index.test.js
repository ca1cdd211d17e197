import assert from 'node:assert/strict'
import test from 'node:test'
import { ParagraphIndex } from '../../web/static/models/paragraph_index.js'

const paragraph = (id, ordinal, box, kind = 'body') => ({ id, ordinal, kind, address: '', level: null, text: '', boxes: [box], from_scan: false })
const index = () => {
  const made = new ParagraphIndex()
  made.add([
    paragraph(9, 0, [1, 0, 0, 10_000, 10_000], 'page'),
    paragraph(1, 1, [1, 1000, 1000, 9000, 2000]), paragraph(2, 2, [1, 1000, 2100, 9000, 3000]), paragraph(3, 3, [2, 1000, 1000, 9000, 2000]),
  ])
  return made
}

test('a tap finds the paragraph under it, or the nearest a finger may have meant', () => {
  assert.equal(index().at(1, 5000, 1500).id, 1)
  assert.equal(index().at(1, 5000, 2090).id, 2)
})

test('beside every paragraph of a scan the whole page is meant, elsewhere nothing', () => {
  assert.equal(index().at(1, 5000, 8000).id, 9)
  assert.equal(index().at(2, 5000, 8000), null)
})

test('a paragraph is followed by the next one, also over the page', () => {
  assert.equal(index().after({ ordinal: 2 }).id, 3)
  assert.equal(index().after({ ordinal: 3 }), null)
})

test('what was read anew is learnt anew', () => {
  const known = index()
  known.clear()
  known.add([paragraph(2, 0, [1, 1000, 1000, 9000, 2000])])
  assert.deepEqual([known.get(1), known.on(1).length, known.get(2).ordinal], [undefined, 1, 0])
})
