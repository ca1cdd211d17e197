import assert from 'node:assert/strict'
import test from 'node:test'
import { Agenda } from '../../web/static/models/agenda.js'
import { compared } from '../../web/static/models/changed_fields.js'
import { shortcomings } from '../../web/static/models/shortcomings.js'

const codes = state => shortcomings(state).map(({ code }) => code)
const SEATS = [{ role: 'chair' }, { role: 'delegate' }]

test('an empty meeting lacks everything', () => {
  assert.deepEqual(codes({ agenda: new Agenda(), seats: [] }), ['items.none', 'chair.none', 'delegates.none'])
})

test('a full meeting lacks nothing', () => {
  const papers = [{ id: 1, item: 1, position: 1, version: { state: 'ready', page_count: 2 } }]
  const agenda = new Agenda([{ id: 1, parent: null, position: 1, revision: 1, minutes: 10, presenter: { name: 'A' }, papers }])
  assert.deepEqual(codes({ agenda, seats: SEATS }), [])
})

test('unready papers and bare items are named', () => {
  const papers = [{ id: 1, item: 1, position: 1, version: { state: 'processing', page_count: 2 } }]
  const agenda = new Agenda([
    { id: 1, parent: null, position: 1, revision: 1, minutes: 10, presenter: { name: 'A' }, papers },
    { id: 2, parent: null, position: 2, revision: 1, minutes: null, presenter: null, papers: [] },
  ])
  assert.deepEqual(codes({ agenda, seats: SEATS }), ['papers.unready', 'items.bare', 'items.unpresented', 'items.untimed'])
})

test('two texts are compared field by field', () => {
  assert.deepEqual(compared({ title: 'a', minutes: null }, { title: 'b', minutes: null }), [
    { field: 'title', mine: 'a', theirs: 'b', differs: true },
    { field: 'minutes', mine: null, theirs: null, differs: false },
  ])
})
