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
  const every = accented => typed.length ? papers.flatMap(paper => hitsIn(paper, wantedOf(typed, accented))) : []
  const exact = every(true)
  const hits = exact.length ? exact : every(false)
  return { total: hits.length, loosened: !exact.length && hits.length > 0, unread: 0, hits: hits.slice(offset, offset + limit) }
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

function hitsIn({ paper, title, version, label, paragraphs }, wanted) {
  return paragraphs.flatMap(paragraph => {
    const words = (paragraph.text.match(WORD) ?? []).map(formsOf)
    if (!words.length || !wanted.every(means => words.some(means))) return []
    const page = paragraph.boxes[0][0]
    return [{
      paper, title, version, page, pack_page: label(page), paragraph: paragraph.id, number: paragraph.ordinal + 1, address: paragraph.address,
      kind: paragraph.kind, from_scan: paragraph.from_scan, boxes: paragraph.boxes,
      snippet: snippetOf(paragraph.text, said => wanted.some(means => means(said))),
    }]
  })
}

/** The part of a text around its first hit, in pieces: words, and whether they are a hit. */
function snippetOf(text, isHit) {
  const found = [...text.matchAll(WORD)].filter(([word]) => isHit(formsOf(word)))
  const first = Math.max(0, found[0].index - BEFORE)
  const last = Math.min(text.length, first + AROUND)
  const parts = first ? [[CUT, false]] : []
  let at = first
  for (const { 0: word, index } of found.filter(({ index, 0: word }) => index >= first && index + word.length <= last)) {
    if (index > at) parts.push([text.slice(at, index), false])
    parts.push([word, true])
    at = index + word.length
  }
  if (at < last) parts.push([text.slice(at, last), false])
  if (last < text.length) parts.push([CUT, false])
  return parts
}
