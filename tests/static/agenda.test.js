import assert from 'node:assert/strict'
import test from 'node:test'
import { Agenda } from '../../web/static/models/agenda.js'

const version = (id, pages, more = {}) => ({ id, number: 1, state: 'ready', page_count: pages, pages_done: pages, ...more })
const paper = (id, item, position, pages, more = {}) => ({ id, item, position, title: `P${id}`, version: version(id * 10, pages), comments: 0, ...more })
const item = (id, parent, position, papers = [], more = {}) => ({ id, parent, position, title: `I${id}`, revision: 1, minutes: null, papers, ...more })

function agenda() {
  return new Agenda([
    item(1, null, 1, [paper(1, 1, 1, 4, { comments: 2, comment_ids: [5, 6] })]),
    item(2, null, 2, [], { minutes: 30 }),
    item(3, 2, 1, [paper(2, 3, 2, 3), paper(3, 3, 1, 10)]),
    item(4, 2, 2),
  ])
}
const order = each => each.flat().map(({ number, id }) => `${number}:${id}`)

test('items are numbered in reading order and pack pages run on', () => {
  const each = agenda()
  assert.deepEqual(order(each), ['1:1', '2:2', '2.1:3', '2.2:4'])
  assert.deepEqual(each.papers.map(({ id, numbers }) => [id, numbers]), [[1, [[1, 0, 4]]], [3, [[5, 0, 10]]], [2, [[15, 0, 3]]]])
  assert.equal(each.pages, 17)
})

test('buttons offer only the moves that can be made', () => {
  const each = agenda()
  assert.deepEqual(each.moves(1), { up: null, down: { parent: null, after: 2 }, in: null, out: null })
  assert.deepEqual(each.moves(2), { up: { parent: null, after: null }, down: null, in: null, out: null })
  assert.deepEqual(each.moves(4), { up: { parent: 2, after: null }, down: null, in: null, out: { parent: null, after: 2 } })
})

test('an item without parts may sink under the one before it, at its end', () => {
  const each = agenda()
  each.putItem(item(5, null, 3))
  assert.deepEqual(each.moves(5).in, { parent: 2, after: 4 })
  each.move(5, { parent: 2, after: 4 })
  assert.deepEqual(order(each), ['1:1', '2:2', '2.1:3', '2.2:4', '2.3:5'])
})

test('a paper moves among the papers of its item', () => {
  assert.deepEqual(agenda().paperMoves(2), { up: { after: null }, down: null })
})

test('facts that come twice change nothing the second time', () => {
  const each = agenda()
  const facts = [
    { name: 'item.created', body: { item: item(6, null, 3) } },
    { name: 'items.moved', body: { items: [{ id: 6, parent: null, position: 1 }, { id: 1, parent: null, position: 2 }, { id: 2, parent: null, position: 3 }] } },
    { name: 'paper.added', body: { paper: paper(9, 6, 1, 2) } },
    { name: 'comment.created', body: { comment: { id: 70, paper: 1 } } },
    { name: 'paper.removed', body: { id: 3, item: 3 } },
    { name: 'item.removed', body: { id: 4 } },
  ]
  for (const fact of facts) each.apply(fact)
  const once = JSON.stringify(each.tree())
  for (const fact of facts.filter(({ name }) => name !== 'paper.added')) each.apply(fact)
  assert.equal(JSON.stringify(each.tree()), once)
  assert.deepEqual(order(each), ['1:6', '2:1', '3:2', '3.1:3'])
})

test('an older text of an item does not replace a newer one', () => {
  const each = agenda()
  each.putItem(item(1, null, 1, [], { revision: 3, title: 'new' }))
  each.apply({ name: 'item.changed', body: { item: item(1, null, 1, [], { revision: 2, title: 'old' }) } })
  assert.equal(each.item(1).title, 'new')
})

test('a fact told to everybody does not change my number of comments', () => {
  const each = agenda()
  each.apply({ name: 'item.changed', body: { item: item(1, null, 1, [paper(1, 1, 1, 4)], { revision: 2 }) } })
  assert.equal(each.paper(1).comments, 2)
})

const told = (name, id, revision, more = {}) => ({ name: `comment.${name}`, body: { comment: { id, paper: 1, revision, withdrawn: false, ...more } } })
const hidden = (id, revision) => ({ name: 'comment.hidden', body: { id, paper: 1, revision } })
const counted = facts => {
  const each = agenda()
  for (const fact of facts) each.apply(fact)
  return each.paper(1).comments
}

test('comments are counted once, and uncounted once', () => {
  const created = told('created', 7, 1)
  assert.equal(counted([created, created]), 3)
  assert.equal(counted([created, hidden(7, 2), hidden(7, 2), created]), 2)
  assert.equal(counted([told('withdrawn', 5, 2, { withdrawn: true }), told('changed', 5, 1)]), 1)
})

test('a comment whose audience changed is counted by whoever sees it, whichever stream is heard first', () => {
  assert.equal(counted([told('changed', 7, 2)]), 3)
  assert.equal(counted([hidden(5, 2), told('changed', 5, 2)]), 2)
  assert.equal(counted([told('changed', 5, 2), hidden(5, 2)]), 2)
  assert.equal(counted([hidden(5, 2)]), 1)
})

test('progress is shown for the version on the screen, and never undoes ready', () => {
  const each = agenda()
  each.putPaper(paper(8, 4, 1, 0, { version: version(80, 0, { state: 'waiting' }) }))
  assert.ok(each.progress({ paper: 8, version: 80, state: 'processing', pages_done: 12, page_count: 80 }))
  assert.equal(each.paper(8).version.pages_done, 12)
  each.apply({ name: 'paper.ready', body: { paper: paper(8, 4, 1, 80, { version: version(80, 80) }) } })
  assert.equal(each.progress({ paper: 8, version: 80, state: 'processing', pages_done: 13, page_count: 80 }), false)
  assert.equal(each.paper(8).version.state, 'ready')
})

test('minutes of parts stand for an item that names none', () => {
  const each = agenda()
  each.putItem(item(2, null, 2, [], { revision: 2 }))
  each.putItem(item(3, 2, 1, [], { revision: 2, minutes: 20 }))
  assert.equal(each.minutesOf(2), 20)
})

test('numbers that are kept are shown as they are, wherever the paper lies', () => {
  const kept = { numbers_kept: true }
  const each = new Agenda([item(1, null, 1, [paper(1, 1, 1, 4, { ...kept, numbers: [[1, 0, 4]] }), paper(2, 1, 3, 2, { ...kept, numbers: [[5, 0, 2]] })])])
  each.apply({ name: 'paper.added', body: { paper: paper(3, 1, 2, 2, { ...kept, numbers: [[4, 1, 2]] }) } })
  assert.deepEqual(each.papers.map(({ id, numbers }) => [id, numbers]), [[1, [[1, 0, 4]]], [3, [[4, 1, 2]]], [2, [[5, 0, 2]]]])
})

test('from the publication on nothing is counted anew', () => {
  const each = agenda()
  each.apply({ name: 'meeting.published', body: { meeting: {} } })
  each.apply({ name: 'paper.added', body: { paper: paper(9, 1, 2, 2, { numbers_kept: true, numbers: [[4, 1, 2]] }) } })
  assert.deepEqual(each.papers.map(({ id, numbers }) => [id, numbers[0][0]]), [[1, 1], [9, 4], [3, 5], [2, 15]])
})

test('an item that goes closes the gap among its siblings, once', () => {
  const each = agenda()
  for (let told = 0; told < 2; told++) each.apply({ name: 'item.removed', body: { id: 1 } })
  assert.deepEqual(each.tree().map(({ id, position }) => [id, position]), [[2, 1]])
})
