import assert from 'node:assert/strict'
import test from 'node:test'
import { OpinionTable, stepOf } from '../../web/static/models/opinion_table.js'

const MAI = { person: 1, name: 'Lò Thị Mai', unit: 'Tổ 1' }
const PAO = { person: 2, name: 'Giàng A Páo', unit: 'Tổ 2' }
const said = (id, paragraph, creator, more = {}) => ({
  id, paper: 5, paragraph, version: 50, parent: null, creator, created: `2026-11-20T08:00:${String(id).padStart(2, '0')}Z`,
  revision: 1, visibility: 'meeting', withdrawn: false, answer: null, text: `t${id}`, html: `t${id}`,
  target: { page: 3, address: 'Điều 2', quote: 'câu' }, ...more,
})
const seats = [{ ...MAI, role: 'delegate', comments: 1 }, { ...PAO, role: 'delegate', comments: 0 }]

function table() {
  const each = new OpinionTable()
  each.load({
    papers: [{ id: 5, title: 'Tờ trình', item: { number: '1', title: 'Mục' }, version: { id: 50, number: 1 },
      paragraphs: [{ id: 11, page: 1, pack_page: '1', address: 'Điều 1', text: 'văn', comments: [{ ...said(1, 11, MAI), replies: [said(2, 11, PAO, { parent: 1 })] }] }] }],
    contributors: seats,
  })
  return each
}
const created = comment => ({ name: 'comment.created', body: { comment } })
const shown = each => each.rows().flatMap(({ paragraphs }) => paragraphs.flatMap(({ comments }) => comments.map(({ id }) => id)))

test('comments are gathered under their paragraph with their replies', () => {
  const [{ paragraphs: [{ comments }] }] = table().rows()
  assert.deepEqual(comments.map(({ id, replies }) => [id, replies.map(reply => reply.id)]), [[1, [2]]])
})

test('a new comment opens a row for a paragraph nobody had spoken of', () => {
  const each = table()
  assert.ok(each.apply(created(said(3, 12, PAO))))
  assert.deepEqual(each.rows()[0].paragraphs.map(({ id, text }) => [id, text]), [[11, 'văn'], [12, 'câu']])
  assert.deepEqual(each.fresh, [3])
})

test('a fact that comes twice is said once', () => {
  const each = table()
  each.apply(created(said(3, 12, PAO)))
  each.seen(3)
  assert.equal(each.apply(created(said(3, 12, PAO))), false)
  assert.deepEqual(shown(each), [1, 3])
  assert.deepEqual(each.fresh, [])
  assert.equal(each.counts.comments, 2)
})

test('an older revision does not undo an answer', () => {
  const each = table()
  const answer = { outcome: 'accepted', reason: 'r', html: 'r' }
  each.apply({ name: 'comment.answered', body: { comment: said(1, 11, MAI, { revision: 2, answer }) } })
  each.apply({ name: 'comment.changed', body: { comment: said(1, 11, MAI) } })
  assert.equal(each.counts.answered, 1)
})

test('what is hidden or withdrawn leaves the table, once and for all', () => {
  const each = table()
  each.apply(created(said(3, 12, PAO)))
  const hidden = { name: 'comment.hidden', body: { id: 3, paper: 5, paragraph: 12, revision: 2 } }
  assert.equal(each.apply(hidden), true)
  assert.equal(each.apply(hidden), false)
  each.apply({ name: 'comment.withdrawn', body: { comment: said(1, 11, MAI, { revision: 2, withdrawn: true }) } })
  assert.deepEqual(shown(each), [])
})

test('the table is filtered by paper, unit, person and answer', () => {
  const each = table()
  each.apply(created(said(3, 12, PAO)))
  each.filter.unit = 'Tổ 2'
  assert.deepEqual(shown(each), [3])
  each.filter = { paper: '', unit: '', person: 1, answered: '' }
  assert.deepEqual(shown(each), [1])
  each.filter = { paper: '', unit: '', person: '', answered: 'yes' }
  assert.deepEqual(shown(each), [])
  each.filter = { paper: 99, unit: '', person: '', answered: '' }
  assert.deepEqual(shown(each), [])
})

test('who has spoken follows the facts; a reply is no opinion of its own', () => {
  const each = table()
  assert.deepEqual(each.contributors.map(({ person, comments }) => [person, comments]), [[1, 1], [2, 0]])
  each.apply({ name: 'seat.taken', body: { seat: { id: 9, role: 'delegate', person: { id: 3, name: 'C', post: '', unit: { id: 1, name: 'Tổ 1' } } } } })
  assert.deepEqual(each.counts.spoken, 1)
  assert.deepEqual(each.counts.people, 3)
  each.apply({ name: 'seat.vacated', body: { seat: 9, person: 3 } })
  assert.deepEqual(each.counts.people, 2)
  each.apply({ name: 'seat.taken', body: { seat: { id: 9, role: 'secretary', person: { id: 3, name: 'C', post: '', unit: { id: 1, name: 'Tổ 1' } } } } })
  assert.deepEqual([each.counts.people, each.contributors.length], [2, 2])   // a secretary is there to gather
})

test('a paper that was removed takes what was said about it along', () => {
  const each = table()
  assert.equal(each.apply({ name: 'paper.removed', body: { id: 5, item: 1 } }), true)
  assert.equal(each.counts.comments, 0)
  assert.equal(each.apply({ name: 'paper.removed', body: { id: 5, item: 1 } }), false)
})

test('heat counts the comments of each page', () => {
  const each = table()
  for (const id of [3, 4, 5]) each.apply(created(said(id, 12, PAO)))
  assert.deepEqual(each.heat(5), [{ page: 1, count: 1, paragraph: 11, step: 1 }, { page: 3, count: 3, paragraph: 12, step: 2 }])
  assert.deepEqual([0, 2, 5, 10, 11].map(stepOf), [0, 1, 2, 3, 4])
})

test('a paper that was spoken of in two versions stands once, its older version last', () => {
  const each = new OpinionTable()
  const paper = (number, paragraph, page) => ({ id: 5, title: 'Tờ trình', version: { id: number * 10, number },
    paragraphs: [{ id: paragraph, page, comments: [said(paragraph, paragraph, MAI, { version: number * 10 })] }] })
  each.load({ papers: [paper(2, 30, 9), paper(1, 20, 1)], contributors: seats })
  const [row, ...others] = each.rows()
  assert.deepEqual(others, [])
  assert.equal(row.version.number, 2)
  assert.deepEqual(row.paragraphs.map(({ id, version_number, latest }) => [id, version_number, latest]), [[30, 2, true], [20, 1, false]])
  assert.deepEqual(each.heat(5).map(({ page }) => page), [9])
})

test('when a paper is replaced, what was said of the old version is told apart', () => {
  const each = table()
  each.apply({ name: 'paper.replaced', body: { paper: { id: 5, title: 'Tờ trình', version: { id: 51, number: 2 } } } })
  assert.deepEqual(each.rows()[0].paragraphs.map(({ latest, version_number }) => [latest, version_number]), [[false, 1]])
})

test('the filter can be asked of the server', () => {
  const each = table()
  each.apply({ name: 'seat.taken', body: { seat: { id: 9, role: 'delegate', person: { id: 3, name: 'C', post: '', unit: { id: 8, name: 'Tổ 8' } } } } })
  each.filter = { paper: 5, unit: 'Tổ 8', person: '', answered: 'no' }
  assert.equal(each.query, 'paper=5&answered=no&unit=8')
})

test('what was said of an older version stands under the paragraph it was carried to, or under its own', () => {
  const each = table()
  const place = (paragraph, rung) => ({ version: 40, version_number: 1, places: { 50: { paragraph, page: 2, number: 4, address: 'Điều 1', rung, score: 90 } } })
  each.apply(created(said(3, 7, PAO, place(11, 'edited'))))
  each.apply(created(said(4, 8, PAO, place(null, 'not_placed'))))
  const [{ paragraphs }] = each.rows()
  assert.deepEqual(paragraphs.map(({ id, latest, comments }) => [id, latest, comments.map(({ id, stands }) => [id, stands.rung])]),
    [[11, true, [[1, null], [3, 'edited']]], [8, false, [[4, 'not_placed']]]])
  each.apply({ name: 'comment.placed', body: { comment: said(4, 8, PAO, { ...place(11, 'by_hand'), revision: 2 }) } })
  assert.deepEqual(each.rows()[0].paragraphs.map(({ id, comments }) => [id, comments.length]), [[11, 3]])
})

test('who hears on two streams that an opinion has another audience keeps it, whichever comes first', () => {
  const wider = { name: 'comment.changed', body: { comment: said(1, 11, MAI, { revision: 2 }) } }
  const lost = { name: 'comment.hidden', body: { id: 1, paper: 5, paragraph: 11, revision: 2 } }
  for (const facts of [[wider, lost], [lost, wider]]) {
    const each = table()
    facts.forEach(fact => each.apply(fact))
    assert.ok(shown(each).includes(1))
  }
})

test('what moves papers or paragraphs has the table loaded again', () => {
  const each = table()
  for (const name of ['paper.added', 'paper.carried', 'paragraphs.mended', 'items.moved', 'item.removed', 'meeting.changed']) assert.ok(each.isOutdatedBy({ name }), name)
  assert.equal(each.isOutdatedBy({ name: 'comment.created' }), false)
})

test('a comment that is being answered stays whatever the filter says, and is missed when it goes', () => {
  const each = table()
  each.hold(1, true)
  each.filter = { paper: 99, unit: 'Tổ 9', person: '', answered: 'yes' }
  assert.deepEqual(shown(each), [1])
  assert.deepEqual(each.heldInVain, [])
  each.apply({ name: 'comment.withdrawn', body: { comment: said(1, 11, MAI, { revision: 2, withdrawn: true }) } })
  assert.deepEqual(each.heldInVain, [1])
  each.hold(1, false)
  assert.deepEqual(each.heldInVain, [])
})
