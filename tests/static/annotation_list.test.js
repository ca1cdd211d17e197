import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AnnotationList } from '../../web/static/models/annotation_list.js'

const ME = { person: 9, name: 'Bàn Văn Phúc' }
const OTHER = { person: 7, name: 'Lò Thị Inh' }
const list = () => new AnnotationList({ version: 5, me: ME })
const target = (page = 1, y = 100) => ({ page, boxes: [[page, 100, y, 900, y + 50]], selectors: [] })
const mark = (id, about = {}) => ({ id, version: 5, creator: ME, revision: 1, visibility: 'self', color: 'yellow', note: '', target: target(), operation_id: `op${id}`, ...about })
const act = (operation_id, command, payload) => ({ operation_id, command, payload, sending: true, refusal: null })

test('a mark appears at once and is drawn once when it is recorded', () => {
  const marks = list()
  marks.follow([act('a', 'annotation.create', { version: 5, color: 'green', note: '', visibility: 'self', target: target() })])
  assert.deepEqual(marks.on(1).map(each => [each.color, each.state]), [['green', 'sending']])
  marks.confirm(mark(3, { operation_id: 'a', color: 'green' }))
  assert.deepEqual(marks.on(1).map(each => each.key), ['n3'])
})

test('a change shows before it is recorded, and its words as plain text', () => {
  const marks = list()
  marks.confirm(mark(1, { note: 'cũ', html: '<p>cũ</p>' }))
  marks.follow([act('c', 'annotation.change', { annotation: 1, revision: 1, note: 'mới' }), act('d', 'annotation.change', { annotation: 1, revision: 1, color: 'pink' })])
  const [shown] = marks.all
  assert.deepEqual([shown.note, shown.html, shown.color], ['mới', null, 'pink'])
})

test('a removed mark goes at once and does not come back with a late fact', () => {
  const marks = list()
  marks.confirm(mark(1))
  marks.follow([act('r', 'annotation.remove', { annotation: 1 })])
  assert.deepEqual(marks.all, [])
  marks.settle('r', null)
  marks.confirm(mark(1))
  assert.deepEqual(marks.all, [])
})

test('a mark that is shared no more leaves the others, not its creator', () => {
  const marks = list()
  marks.load([mark(1), mark(2, { creator: OTHER, visibility: 'meeting' })])
  marks.hide(1, 2)
  marks.hide(2, 2)
  assert.deepEqual(marks.all.map(each => each.id), [1])
  marks.confirm(mark(2, { creator: OTHER, visibility: 'meeting' }))
  assert.deepEqual(marks.all.map(each => each.id), [1])
})

test('the mark under a finger is found, and marks stand in reading order', () => {
  const marks = list()
  marks.load([mark(1, { target: target(2, 500) }), mark(2, { target: target(1, 900) }), mark(3, { target: target(1, 100) })])
  assert.equal(marks.at(2, 200, 520).id, 1)
  assert.equal(marks.at(2, 200, 700), undefined)
  assert.deepEqual(marks.all.map(each => each.id), [3, 2, 1])
})

test('a mark of an older version is drawn where it was carried to', () => {
  const marks = list()
  marks.confirm(mark(1, { version: 4, places: { 5: { target: target(3), rung: 'moved', score: 88 } } }))
  assert.deepEqual(marks.on(3).map(({ id, rung }) => [id, rung]), [[1, 'moved']])
  assert.deepEqual(marks.on(1), [])
})

test('a mark that found no place is drawn nowhere until it is placed by hand', () => {
  const marks = list()
  marks.confirm(mark(1, { version: 4, places: { 5: { target: null, rung: 'not_placed', score: 0 } } }))
  assert.deepEqual([marks.all, marks.unplaced.map(({ id, made }) => [id, made.page])], [[], [[1, 1]]])
  marks.follow([act('p', 'annotation.place', { annotation: 1, version: 5, target: target(2) })])
  assert.deepEqual(marks.on(2).map(({ id }) => id), [1])
})

// Strokes of the pen

const ink = { width: 40, points: [1000, 1000, 50, 4000, 0, 0, 0, 2000, 0] }
const stroke = (id, about = {}) => mark(id, { motivation: 'drawing', ink, target: { page: 1, boxes: [[1, 1000, 1000, 5000, 3000]], selectors: [] }, ...about })

test('a stroke is touched on its line and not in all that it goes round', () => {
  const marks = list()
  marks.load([mark(1, { target: target(1, 2000) }), stroke(2)])
  assert.equal(marks.at(1, 3000, 1020)?.id, 2)
  assert.equal(marks.at(1, 500, 2020)?.id, 1)
  assert.equal(marks.at(1, 3000, 1800), undefined)
})

test('a stroke that is on its way is found by the act that made it, and by the same once it is recorded', () => {
  const marks = list()
  const { target: place } = stroke(1)
  marks.follow([act('a', 'annotation.create', { version: 5, motivation: 'drawing', color: 'blue', ink, visibility: 'self', target: place })])
  assert.deepEqual([marks.madeBy('a').id, marks.inkOn(1).map(each => each.operation_id)], [null, ['a']])
  marks.confirm(stroke(3, { operation_id: 'a' }))
  assert.deepEqual([marks.madeBy('a').id, marks.inkOn(1).length, marks.inkOn(2).length], [3, 1, 0])
})

test('a stroke that was taken back on its way does not appear when it arrives', () => {
  const marks = list()
  marks.follow([act('b', 'annotation.remove', { made_by: 'a' })])
  marks.confirm(stroke(3, { operation_id: 'a' }))
  marks.confirm(stroke(4, { operation_id: 'a', creator: OTHER, visibility: 'meeting' }))
  assert.deepEqual(marks.inkOn(1).map(({ id }) => id), [4])
})

test('a mark that waits is changed at once, and so it is when it has arrived before its changes', () => {
  const marks = list()
  const made = act('a', 'annotation.create', { version: 5, color: 'green', note: '', visibility: 'self', target: target() })
  marks.follow([made, act('b', 'annotation.change', { made_by: 'a', revision: 0, color: 'pink' }), act('c', 'annotation.change', { made_by: 'a', revision: 1, note: 'hỏi lại' })])
  const [waiting] = marks.all
  assert.deepEqual([waiting.id, waiting.color, waiting.note, waiting.revision, waiting.state], [null, 'pink', 'hỏi lại', 2, 'sending'])
  marks.settle('a', mark(4, { operation_id: 'a', creator: ME }))
  const [arrived] = marks.all
  assert.deepEqual([arrived.id, arrived.color, arrived.note, arrived.revision], [4, 'pink', 'hỏi lại', 3])
  marks.expect(act('d', 'annotation.remove', { made_by: 'a' }))
  assert.deepEqual(marks.all, [])
})

test('the late answer to an act of an earlier page brings no mark back that is gone since', () => {
  const marks = list()
  marks.load([mark(2)])
  const early = { ...act('op1', 'annotation.create', { version: 5, color: 'green', note: '', visibility: 'self', target: target() }), order: 1 }
  marks.follow([early])
  marks.settle('op1', mark(1))
  assert.deepEqual(marks.all.map(({ id }) => id), [2])
})

test('a note beside a page as a whole stands with the others, before what is marked on that page', () => {
  const marks = list()
  marks.load([mark(1, { target: target(2) }), mark(2, { note: 'cả trang', target: { page: 2, boxes: [], selectors: [] } }), mark(3)])
  assert.deepEqual(marks.all.map(({ id }) => id), [3, 2, 1])
  assert.deepEqual(marks.on(2).map(({ id }) => id), [1])
})

test('what is changed next is changed over what still waits, and over what is known once that was refused', () => {
  const marks = list()
  marks.load([mark(1)])
  const changed = (operation, about) => act(operation, 'annotation.change', { annotation: 1, revision: 1, ...about })
  assert.equal(marks.find('n1').revision, 1)
  marks.expect(changed('c', { color: 'pink' }))
  assert.equal(marks.find('n1').revision, 2)
  marks.expect(changed('d', { note: 'mới', revision: 2 }))
  assert.equal(marks.find('n1').revision, 3)
  marks.settle('c', mark(1, { revision: 2, color: 'pink' }))
  assert.equal(marks.find('n1').revision, 3)
  marks.refuse('d')
  assert.equal(marks.find('n1').revision, 2)
})

test('a change of a mark that is recorded already and not answered yet is not counted twice', () => {
  const marks = list()
  marks.load([mark(1, { revision: 2 })])
  marks.follow([act('a', 'annotation.change', { annotation: 1, revision: 1, color: 'pink' })])
  assert.equal(marks.find('n1').revision, 2)
})
