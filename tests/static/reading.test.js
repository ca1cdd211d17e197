import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Drafts, forget } from '../../web/static/models/drafts.js'
import { Layout, pickWidth } from '../../web/static/models/layout.js'
import { PageText, joined } from '../../web/static/models/page_text.js'
import { ParagraphIndex } from '../../web/static/models/paragraph_index.js'
import { spread } from '../../web/static/models/spread.js'

const A4 = { width: 595, height: 842 }
const LINES = [
  [1000, 1000, 9000, 1200, 'Uỷ ban nhân dân xã trình', [[1000, 1500], [1600, 2400], [2500, 3600], [3700, 4600], [4700, 5300], [5400, 9000]]],
  [1000, 1300, 6000, 1500, 'Hội đồng nhân dân', [[1000, 2000], [2100, 3200], [3300, 4500], [4600, 6000]]],
]

test('pages lie one under another and are found again by halving', () => {
  const layout = new Layout(Array(500).fill(A4)).fit(800)
  for (const page of [1, 2, 250, 500]) {
    assert.equal(layout.pageAt(layout.top(page)), page)
    assert.equal(layout.pageAt(layout.top(page) + layout.height(page) - 1), page)
  }
  assert.deepEqual(layout.range(0, 900), [1, 2])
  assert.deepEqual(layout.range(layout.top(9) + 10, 900), [8, 10])
})

test('a place means the same after the width has changed', () => {
  const layout = new Layout([A4, { width: 842, height: 595 }, A4]).fit(700)
  const place = layout.placeAt(layout.top(2) + layout.height(2) / 4)
  assert.deepEqual(place, { page: 2, y: 2500 })
  layout.fit(1400)
  assert.equal(layout.offsetOf(place), layout.top(2) + layout.height(2) / 4)
})

test('the picture is as wide as the device can show, and no wider', () => {
  assert.equal(pickWidth(390, 3), 1240)
  assert.equal(pickWidth(760, 2), 1654)
  assert.equal(pickWidth(700, 1), 800)
  assert.equal(pickWidth(2000, 3), 2480)
})

test('buttons keep their distance, stay on the page, and those with remarks stay at all', () => {
  const wanted = Array.from({ length: 30 }, (_each, index) => ({ at: index * 20, keep: index % 10 === 9 }))
  const places = spread(wanted, 52, 600)
  const shown = places.filter(at => at !== null)
  for (let index = 1; index < shown.length; index++) assert.ok(shown[index] - shown[index - 1] >= 52)
  assert.ok(shown.at(-1) <= 600 - 52)
  wanted.forEach(({ keep }, index) => { if (keep) assert.notEqual(places[index], null) })
})

test('two buttons at the foot of a page are pushed up', () => {
  assert.deepEqual(spread([{ at: 560, keep: true }, { at: 570, keep: true }], 52, 600), [496, 548])
})

test('a selection is widened to whole words', () => {
  const text = new PageText(3, LINES)
  assert.deepEqual(text.snap({ line: 0, from: 5, to: 12 }), { line: 0, from: 3, to: 11 })
  assert.equal(text.snap({ line: 0, from: 2, to: 3 }), null)
})

test('selected words know their boxes and how to be found again', () => {
  const text = new PageText(3, LINES)
  const target = text.target([{ line: 0, from: 19, to: 24 }, { line: 1, from: 0, to: 8 }])
  assert.deepEqual(target.boxes, [[3, 5400, 1000, 9000, 1200], [3, 1000, 1300, 3200, 1500]])
  const [quote, position, fragment] = target.selectors
  assert.deepEqual([quote.exact, quote.suffix], ['trình\nHội đồng', ' nhân dân'])
  assert.equal(text.text.slice(position.start, position.end), quote.exact)
  assert.equal(fragment.value, 'page=3')
})

test('a whole paragraph is found among the words of its page', () => {
  const text = new PageText(3, LINES)
  const target = text.targetOfParagraph({ text: 'trình Hội đồng nhân dân', boxes: [[3, 1, 2, 3, 4]] })
  assert.deepEqual(target.selectors.map(each => each.type), ['TextQuoteSelector', 'TextPositionSelector', 'FragmentSelector'])
  const lost = text.targetOfParagraph({ text: 'không có ở đây', boxes: [[3, 1, 2, 3, 4]] })
  assert.deepEqual(lost.selectors.map(each => each.type), ['TextQuoteSelector', 'FragmentSelector'])
})

test('words that run over a page are one target', () => {
  const [first, second] = [new PageText(3, LINES), new PageText(4, LINES)]
  const both = joined([first.target([{ line: 1, from: 0, to: 17 }]), second.target([{ line: 0, from: 0, to: 6 }])])
  assert.deepEqual(both.boxes.map(([page]) => page), [3, 4])
  assert.equal(both.selectors[0].exact, 'Hội đồng nhân dân\nUỷ ban')
})

test('a finger near a paragraph means it, and one far from any means none', () => {
  const index = new ParagraphIndex()
  index.add([{ id: 1, ordinal: 0, boxes: [[1, 1000, 1000, 9000, 1500]] }, { id: 2, ordinal: 1, boxes: [[1, 1000, 9000, 9000, 9800], [2, 1000, 500, 9000, 900]] }])
  assert.equal(index.at(1, 5000, 1540).id, 1)
  assert.equal(index.at(2, 5000, 600).id, 2)
  assert.equal(index.at(1, 5000, 5000), null)
  assert.deepEqual(index.beginningOn(2), [])
})

test('drafts are kept for each person apart and can be forgotten', () => {
  const kept = new Map()
  const storage = { getItem: name => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: name => kept.delete(name), key: index => [...kept.keys()][index], get length() { return kept.size } }
  new Drafts(9, storage).keep('paragraph:3', 'Đề nghị')
  new Drafts(7, storage).keep('paragraph:3', 'Nhất trí')
  assert.equal(new Drafts(9, storage).read('paragraph:3'), 'Đề nghị')
  forget(9, storage)
  assert.equal(new Drafts(9, storage).read('paragraph:3'), '')
  assert.equal(new Drafts(7, storage).read('paragraph:3'), 'Nhất trí')
})
