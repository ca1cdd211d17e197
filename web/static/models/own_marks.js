/**
 * All marks of one person in a meeting: those of the paper that is read as they stand on its screen, those of the
 * others as the server told them, with what has been done since and still waits on this device.
 *
 * @typedef {{id: number|null, operation_id: string, motivation: string, drawn: boolean, color: string, visibility: string,
 *   people: any[], unit: any|null, note: string, quote: string, placed: boolean, version: number, page: number, x: number, y: number,
 *   state: string|null, key: string|null}} Listed
 * @typedef {{paper: number, title: string, marks: Listed[]}} PaperMarks
 */
import { isAbout } from './made_here.js'
import { holding } from './holding.js'

/** @param {any} mark as it is on the screen, or on its way @returns {Listed} */
export function listed({ id = null, operation_id, motivation, ink, color, visibility, people = [], unit = null, note, version, target, made, state = null, key = null }) {
  const { page, boxes: [[onPage, x, y] = [page, 0, 0]], selectors } = target ?? made
  const quote = selectors.find(({ type }) => type === 'TextQuoteSelector')?.exact ?? ''
  return { id, operation_id, motivation, drawn: Boolean(ink), color, visibility, people, unit, note, quote, placed: Boolean(target), version, page: onPage, x, y, state, key }
}

/** What waits on this device, done to the marks of a paper. @param {PaperMarks} paper @param {any[]} pending acts */
export function withPending({ paper, title, marks }, pending) {
  const gone = pending.filter(({ command }) => command === 'annotation.remove')
  const changes = pending.filter(({ command }) => command === 'annotation.change')
  const known = new Set(marks.map(({ operation_id }) => operation_id))
  const coming = pending.filter(({ command, payload, operation_id }) => command === 'annotation.create' && payload.paper === paper && !known.has(operation_id))
  const all = [...marks, ...coming.map(({ payload, operation_id }) => listed({ ...payload, operation_id, people: [], state: 'waiting' }))]
  const about = (acts, mark) => acts.filter(({ payload }) => isAbout('annotation', payload, mark))
  return { paper, title, marks: all.filter(mark => !about(gone, mark).length).map(mark => about(changes, mark).reduce(changed, mark)) }
}

const changed = (mark, { payload: { note = mark.note, color = mark.color, visibility = mark.visibility } }) => ({ ...mark, note, color, visibility, state: 'waiting' })

/**
 * The papers with those of their marks that hold the words, page by page; strokes of a page are one line.
 * @param {PaperMarks[]} papers @param {string} query
 * @returns {{paper: number, title: string, pages: {page: number, placed: boolean, version: number, lines: (Listed & {strokes: number})[]}[]}[]}
 */
export function grouped(papers, query) {
  const all = papers.flatMap(({ paper, marks }) => marks.map(mark => ({ paper, mark })))
  const found = new Set(holding(all, query, ({ mark }) => `${mark.quote} ${mark.note}`).map(({ mark }) => mark))
  return papers.map(({ paper, title, marks }) => ({ paper, title, pages: pagesOf(marks.filter(mark => found.has(mark))) })).filter(({ pages }) => pages.length)
}

function pagesOf(marks) {
  const pages = new Map()
  for (const mark of [...marks].sort(inReadingOrder)) {
    const key = mark.placed ? `${mark.page}` : `${mark.version} ${mark.page}`
    pages.set(key, pages.get(key) ?? { page: mark.page, placed: mark.placed, version: mark.version, marks: [] })
    pages.get(key).marks.push(mark)
  }
  return [...pages.values()].map(({ marks: those, ...page }) => ({ ...page, lines: gathered(those) }))
}

function gathered(marks) {
  const lines = new Map()
  for (const mark of marks) {
    const line = mark.drawn ? mark.motivation : `${mark.operation_id}`
    lines.set(line, { ...mark, ...lines.get(line), strokes: (lines.get(line)?.strokes ?? 0) + 1 })
  }
  return [...lines.values()]
}

/** What has no place in the paper as it is now comes last. */
const inReadingOrder = (one, other) => +other.placed - +one.placed || one.version * +!one.placed - other.version * +!other.placed || one.page - other.page || one.y - other.y || one.x - other.x
