/**
 * Searching among the paragraphs a device keeps, as the server searches: all words have to be there, the last may be the
 * beginning of one; typed without accents a word may have any, with accents it is meant so, unless nothing is.
 *
 * @typedef {import('./paragraph_index.js').Paragraph} Paragraph
 * @typedef {{paper: number, title: string, version: number, label: (page: number) => string, paragraphs: Paragraph[]}} KeptPaper
 */
import { plain, spelled } from './plain_words.js'

const WORD = /[\p{L}\p{N}\p{Mn}]+/gu
const LEAST_BEGINNING = 2
const [BEFORE, AROUND] = [60, 220]
const CUT = '…'

/**
 * @param {KeptPaper[]} papers @param {string} query @param {{offset?: number, limit?: number}} part
 * @returns {import('./found.js').Answer}
 */
export function searchKept(papers, query, { offset = 0, limit = 20 }) {
  const typed = query.match(WORD) ?? []
  const every = accented => typed.length ? papers.flatMap(paper => hitsIn(paper, typed, wantedOf(typed, accented))) : []
  const exact = every(true)
  const hits = exact.length ? exact : every(false)
  return { total: hits.length, loosened: !exact.length && hits.length > 0, unread: 0, hits: hits.slice(offset, offset + limit).map(hitOf) }
}

/** What each typed word means: a function that says it of a word of a paper. */
function wantedOf(typed, accented) {
  return typed.map((word, place) => {
    const wanted = formsOf(word)
    const exact = accented && wanted.plain !== wanted.typed
    const beginning = place === typed.length - 1 && word.length >= LEAST_BEGINNING
    if (exact) return said => said.spelled === wanted.spelled || beginning && said.typed.startsWith(wanted.typed)
    return said => beginning ? said.plain.startsWith(wanted.plain) : said.plain === wanted.plain
  })
}

const formsOf = word => ({ typed: word.normalize('NFC').toLowerCase(), plain: plain(word), spelled: spelled(word) })

/** The paragraphs in which every typed word is, each with the words of it that are meant. Most are told apart without looking at their words. */
function hitsIn(paper, typed, wanted) {
  const least = typed.map(plain)
  return paper.paragraphs.flatMap(paragraph => {
    const text = plain(paragraph.text)
    if (!least.every(word => text.includes(word))) return []
    const words = [...paragraph.text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index, ...formsOf(word) }))
    if (!wanted.every(means => words.some(means))) return []
    return [{ paper, paragraph, found: words.filter(said => wanted.some(means => means(said))) }]
  })
}

/** @returns {import('./found.js').Hit} */
function hitOf({ paper: { paper, title, version, label }, paragraph: { id, ordinal, address, kind, from_scan, boxes, text }, found }) {
  const page = boxes[0]?.[0] ?? 1
  return { paper, title, version, page, pack_page: label(page), paragraph: id, number: ordinal + 1, address, kind, from_scan, boxes, snippet: snippetOf(text, found) }
}

/** The part of a text around its first hit, in pieces: words, and whether they are a hit. @returns {import('./found.js').Hit['snippet']} */
function snippetOf(text, found) {
  const first = Math.max(0, found[0].index - BEFORE)
  const last = Math.min(text.length, first + AROUND)
  /** @type {import('./found.js').Hit['snippet']} */
  const parts = first ? [[CUT, false]] : []
  let at = first
  for (const { word, index } of found.filter(({ word, index }) => index + word.length <= last)) {
    if (index > at) parts.push([text.slice(at, index), false])
    parts.push([word, true])
    at = index + word.length
  }
  if (at < last) parts.push([text.slice(at, last), false])
  if (last < text.length) parts.push([CUT, false])
  return parts
}
