/**
 * Searching among the paragraphs a device keeps, as the server searches (documents/search): with accents those are meant,
 * unless nothing has them; where the words stand together as they were typed comes first, then headings, then the order of the pack.
 *
 * @typedef {import('./paragraph_index.js').Paragraph} Paragraph
 * @typedef {import('./kept_query.js').Term} Term
 * @typedef {{paper: number, title: string, version: number, label: (page: number) => string, paragraphs: Paragraph[]}} KeptPaper
 */
import { boxesOf, placesOf, snippetOf } from './hit_words.js'
import { isAccented, readQuery, together, withoutAccents } from './kept_query.js'
import { folded, wordsIn } from './words_in.js'

/**
 * @param {KeptPaper[]} papers @param {string} typed @param {{offset?: number, limit?: number}} part
 * @param {(version: number, page: number) => Promise<import('./hit_words.js').Line[]|null>} linesOf a page that is kept
 * @returns {Promise<import('./found.js').Answer>}
 */
export async function searchKept(papers, typed, { offset = 0, limit = 20 }, linesOf) {
  const meant = readQuery(typed)
  const exact = among(papers, meant)
  const terms = exact.length || !isAccented(meant) ? meant : withoutAccents(meant)
  const all = terms === meant ? exact : among(papers, terms)
  const hits = await Promise.all(all.slice(offset, offset + limit).map(hit => hitOf(hit, terms, linesOf)))
  return { total: all.length, loosened: terms !== meant && all.length > 0, unread: 0, hits }
}

/** @param {KeptPaper[]} papers @param {Term[]} terms */
function among(papers, terms) {
  if (!terms.length) return []
  const phrase = together(terms)
  const least = terms.flatMap(({ words }) => words.map(word => word.folded))
  const hits = papers.flatMap(paper => paper.paragraphs.flatMap(paragraph => {
    const text = folded(paragraph.text)
    if (!least.every(word => text.includes(word))) return []   // most are told apart without looking at their words
    const words = wordsIn(paragraph.text)
    if (!terms.every(term => placesOf(words, term).length)) return []
    return [{ paper, paragraph, stands: phrase && placesOf(words, phrase).length ? 0 : 1 }]
  }))
  return hits.sort((a, b) => a.stands - b.stands || isBody(a) - isBody(b))
}

const isBody = ({ paragraph }) => Number(paragraph.level === null || paragraph.level === undefined)

/** @returns {Promise<import('./found.js').Hit>} */
async function hitOf({ paper: { paper, title, version, label }, paragraph: { id, ordinal, address, kind, from_scan, boxes: whole, text } }, terms, linesOf) {
  const pages = [...new Set(whole.map(([page]) => page))]
  const lines = new Map(await Promise.all(pages.map(async page => /** @type {const} */ ([page, await linesOf(version, page) ?? []]))))
  const boxes = boxesOf(whole, terms, lines)
  const page = boxes[0]?.[0] ?? 1
  return { paper, title, version, page, pack_page: label(page), paragraph: id, number: ordinal + 1, address, kind, from_scan, boxes, snippet: snippetOf(text, terms) }
}
