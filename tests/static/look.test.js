import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { test } from 'node:test'
import { Drafts, forget } from '../../web/static/models/drafts.js'
import { Look } from '../../web/static/models/look.js'

const STATIC = new URL('../../web/static/', import.meta.url)

function storage() {
  const kept = new Map()
  return {
    getItem: name => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: name => kept.delete(name),
    key: index => [...kept.keys()][index], get length() { return kept.size },
  }
}

/** What the page looks like before anything of it is painted. */
function painted(localStorage, person) {
  const documentElement = { dataset: {} }
  const document = { documentElement, getElementById: () => ({ textContent: JSON.stringify({ person }) }) }
  runInNewContext(readFileSync(new URL('early/look.js', STATIC), 'utf8'), { document, localStorage })
  return documentElement.dataset.theme
}

test('a chosen ground is worn at once and found again by its own person before the next page is painted', () => {
  const kept = storage()
  const page = { dataset: {} }
  new Look(new Drafts(7, kept), page).choose('sepia')
  assert.equal(page.dataset.theme, 'sepia')
  assert.equal(new Look(new Drafts(7, kept), page).chosen, 'sepia')
  assert.equal(painted(kept, { id: 7 }), 'sepia')
  assert.equal(painted(kept, { id: 8 }), undefined)
  assert.equal(painted(kept, null), undefined)
})

test('the device decides where nothing, or nothing known, was chosen', () => {
  const kept = storage()
  const page = { dataset: { theme: 'dark' } }
  const look = new Look(new Drafts(7, kept), page)
  look.choose('dark')
  look.choose('')
  assert.equal('theme' in page.dataset, false)
  kept.setItem('phien:7:draft:look', 'pink"><')
  assert.equal(look.chosen, '')
  assert.equal(painted(kept, { id: 7 }), undefined)
  assert.equal(painted({ getItem() { throw new Error('forbidden') } }, { id: 7 }), undefined)
})

test('whoever leaves a shared tablet leaves no ground behind', () => {
  const kept = storage()
  new Look(new Drafts(7, kept), { dataset: {} }).choose('dark')
  forget(7, kept)
  assert.equal(painted(kept, { id: 7 }), undefined)
})

test('what is dark by the device is just as dark by choice, and stands aside for another choice', () => {
  for (const name of readdirSync(new URL('css/', STATIC))) {
    const written = readFileSync(new URL(`css/${name}`, STATIC), 'utf8')
    for (const [, inside] of written.matchAll(/@media \(prefers-color-scheme: dark\) \{\n([\s\S]*?)\n\}/g)) {
      for (const [, selector, said] of inside.matchAll(/^ {2}(\S.*?) \{([\s\S]*?)\}$/gm)) {
        assert.match(selector, /:not\(\[data-theme\]/, `${name}: ${selector}`)
        const chosen = [...written.matchAll(/^\[data-theme="dark"\].*? ?\{([\s\S]*?)\}$/gm)].map(([, each]) => each.replace(/\s+/g, ' ').trim())
        assert.ok(chosen.includes(said.replace(/\s+/g, ' ').trim()), `${name}: ${selector}`)
      }
    }
  }
})
