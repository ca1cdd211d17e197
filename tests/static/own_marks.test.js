import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped, listed, withPending } from '../../web/static/models/own_marks.js'

const mark = (id, about = {}) => ({ id, operation_id: `op${id}`, motivation: 'highlighting', drawn: false, color: 'yellow', visibility: 'self', note: '', quote: '', placed: true, version: 5, page: 1, x: 0, y: id, ...about })
const shape = papers => papers.map(({ paper, pages }) => [paper, pages.map(({ page, lines }) => [page, lines.map(({ id, strokes }) => [id, strokes])])])

test('marks are grouped by paper and page, in reading order, and papers without any are left out', () => {
  const papers = [{ paper: 1, title: 'A', marks: [mark(3, { page: 2 }), mark(2, { y: 9 }), mark(1)] }, { paper: 2, title: 'B', marks: [] }]
  assert.deepEqual(shape(grouped(papers, '')), [[1, [[1, [[1, 1], [2, 1]]], [2, [[3, 1]]]]]])
})

test('the strokes of a page are one line, those of the highlighter another', () => {
  const pen = { drawn: true, motivation: 'drawing' }
  const papers = [{ paper: 1, title: 'A', marks: [mark(1, pen), mark(2, { drawn: true }), mark(3, pen), mark(4)] }]
  assert.deepEqual(shape(grouped(papers, '')), [[1, [[1, [[1, 2], [2, 1], [4, 1]]]]]])
})

test('words are looked for in what was marked and noted, with and without accents, in all papers at once', () => {
  const papers = [{ paper: 1, title: 'A', marks: [mark(1, { quote: 'Dự toán ngân sách' }), mark(2, { note: 'Hỏi lại' })] }, { paper: 2, title: 'B', marks: [mark(3, { note: 'ngan sach' })] }]
  assert.deepEqual(shape(grouped(papers, 'ngan sach')).map(([paper]) => paper), [1, 2])
  assert.deepEqual(shape(grouped(papers, 'ngân sách')), [[1, [[1, [[1, 1]]]]]])
  assert.deepEqual(shape(grouped(papers, 'hoi')), [[1, [[1, [[2, 1]]]]]])
  assert.deepEqual(grouped(papers, 'không có'), [])
})

test('what has no place in the paper as it is now comes last, with its version', () => {
  const [{ pages }] = grouped([{ paper: 1, title: 'A', marks: [mark(1, { placed: false, version: 4 }), mark(2, { page: 7 })] }], '')
  assert.deepEqual(pages.map(({ page, placed, version }) => [page, placed, version]), [[7, true, 5], [1, false, 4]])
})

test('what still waits on the device is in the list already', () => {
  const target = { page: 3, boxes: [[3, 10, 20, 30, 40]], selectors: [{ type: 'TextQuoteSelector', exact: 'mới' }] }
  const acts = [
    { command: 'annotation.remove', operation_id: 'r', payload: { annotation: 1 } },
    { command: 'annotation.change', operation_id: 'c', payload: { annotation: 2, note: 'khác' } },
    { command: 'annotation.create', operation_id: 'n', payload: { paper: 1, version: 5, motivation: 'highlighting', color: 'pink', visibility: 'self', note: '', target } },
    { command: 'annotation.create', operation_id: 'x', payload: { paper: 2, version: 6, motivation: 'highlighting', color: 'pink', visibility: 'self', note: '', target } },
  ]
  const { marks } = withPending({ paper: 1, title: 'A', marks: [mark(1), mark(2)] }, acts)
  assert.deepEqual(marks.map(({ id, note, quote, page, state }) => [id, note, quote, page, state]), [[2, 'khác', '', 1, 'waiting'], [null, '', 'mới', 3, 'waiting']])
})

test('what was done to a mark that waits is in the list, and one that was taken back is not', () => {
  const target = { page: 3, boxes: [[3, 10, 20, 30, 40]], selectors: [] }
  const create = operation_id => ({ command: 'annotation.create', operation_id, payload: { paper: 1, version: 5, motivation: 'commenting', color: 'pink', visibility: 'self', note: 'cũ', target } })
  const acts = [create('a'), create('b'), { command: 'annotation.change', operation_id: 'c', payload: { made_by: 'a', revision: 0, note: 'mới' } }, { command: 'annotation.remove', operation_id: 'd', payload: { made_by: 'b' } }]
  assert.deepEqual(withPending({ paper: 1, title: 'A', marks: [] }, acts).marks.map(({ operation_id, note }) => [operation_id, note]), [['a', 'mới']])
})

test('a mark of the screen is listed where it stands, or where it was made', () => {
  const made = { page: 1, boxes: [[1, 1, 2, 3, 4]], selectors: [] }
  const about = { id: 9, operation_id: 'o', motivation: 'commenting', color: 'blue', visibility: 'self', note: 'x', version: 4, made }
  const { placed, page, y } = listed({ ...about, target: { page: 6, boxes: [[6, 5, 7, 5, 7]], selectors: [] } })
  assert.deepEqual([placed, page, y], [true, 6, 7])
  assert.equal(listed({ ...about, target: null }).placed, false)
})
