import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Drafts } from '../../web/static/models/drafts.js'
import { Layout } from '../../web/static/models/layout.js'
import { TurnedPages } from '../../web/static/models/turned_pages.js'
import { boxOnScreen, onPaper, onScreen, quartersOf } from '../../web/static/models/turn.js'

function drafts() {
  const kept = new Map()
  return new Drafts(7, { getItem: name => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: name => kept.delete(name) })
}

test('a place on the screen is one on the paper, and back, however the page is turned', () => {
  for (const quarters of [0, 1, 2, 3]) {
    for (const [x, y] of [[0, 0], [1000, 2000], [10_000, 0], [7000, 9999]]) {
      const seen = onScreen(quarters, x, y)
      assert.deepEqual(onPaper(quarters, seen.x, seen.y), { x, y }, `${quarters}`)
    }
  }
  assert.deepEqual(onScreen(1, 0, 0), { x: 10_000, y: 0 }, 'turned clockwise, the upper left corner is the upper right one')
  assert.deepEqual(onScreen(3, 0, 0), { x: 0, y: 10_000 })
})

test('a box stays a box, and a turn of whole rounds is none', () => {
  assert.deepEqual(boxOnScreen(1, [4, 1000, 2000, 3000, 2500]), [4, 7500, 1000, 8000, 3000])
  assert.deepEqual(boxOnScreen(2, [4, 1000, 2000, 3000, 2500]), [4, 7000, 7500, 9000, 8000])
  assert.deepEqual([0, 90, 180, 270, 360, -90, undefined].map(quartersOf), [0, 1, 2, 3, 0, 3, 0])
})

test('a turned page has the room it needs, and the pages after it make way', () => {
  const turned = new Set([2])
  const layout = new Layout([{ width: 100, height: 200 }, { width: 100, height: 200 }, { width: 100, height: 200 }], 10, page => turned.has(page) ? 1 : 0).fit(400)
  assert.deepEqual([1, 2, 3].map(page => layout.height(page)), [800, 200, 800])
  assert.equal(layout.top(3), 10 + 800 + 10 + 200 + 10)
  assert.deepEqual(layout.sheet(2), { width: 200, height: 400 })
  assert.deepEqual(layout.sheet(1), { width: 400, height: 800 })
  assert.equal(layout.ratio(2), 2, 'what is stored goes by the page as it is printed')
})

test('turned pages are remembered for their person and version; a sideways scan is upright from the start', () => {
  const kept = drafts()
  const sizes = [{ turn: 0 }, { turn: 90 }]
  const turned = new TurnedPages(kept, 5, sizes)
  assert.deepEqual([turned.of(1), turned.of(2), turned.of(9)], [0, 1, 0])
  turned.turn(1)
  turned.turn(2)
  assert.deepEqual([1, 2].map(page => new TurnedPages(kept, 5, sizes).of(page)), [1, 2])
  assert.deepEqual([1, 2].map(page => new TurnedPages(kept, 6, sizes).of(page)), [0, 1])
  for (let each = 0; each < 3; each++) { turned.turn(1); turned.turn(2) }
  assert.deepEqual([1, 2].map(page => turned.of(page)), [0, 1])
  assert.equal(kept.read('turned:5'), '', 'nothing is kept of what is as it was')
  kept.keep('turned:5', '{broken')
  assert.equal(new TurnedPages(kept, 5, sizes).of(1), 0)
})
