/**
 * What somebody typed into the search box, read as the server reads it (documents/search/query.py): all words must occur, the last
 * may be the beginning of one; what stands in quotes is a phrase, and so is what is written in one piece, such as 12/NQ-HĐND.
 *
 * @typedef {{exact: string, folded: string, accented: boolean}} Wanted one word, and whether it was typed with accents
 * @typedef {{words: Wanted[], beginning: boolean}} Term words that stand side by side; the last may go on
 */
import { wordsIn } from './words_in.js'

const QUOTES = /["“”„‟«»＂]/
const LEAST_BEGINNING = 2

/** @param {string} typed @returns {Term[]} none where no word was typed */
export function readQuery(typed) {
  const pieces = typed.split(QUOTES)
  const terms = pieces.flatMap((piece, number) => number % 2 ? termOf(piece, false) : termsOf(piece, number === pieces.length - 1))
  return [...new Map(terms.map(term => [JSON.stringify(term), term])).values()]
}

/** @param {Term[]} terms @returns {Term[]} as they would be typed without any accents */
export const withoutAccents = terms => terms.map(term => ({ ...term, words: term.words.map(word => ({ ...word, accented: false })) }))

/** @param {Term[]} terms */
export const isAccented = terms => terms.some(({ words }) => words.some(({ accented }) => accented))

/** All that is looked for as one phrase: where it stands so, it was most likely meant so. @param {Term[]} terms @returns {Term|null} */
export function together(terms) {
  return terms.length > 1 ? { words: terms.flatMap(({ words }) => words), beginning: terms[terms.length - 1].beginning } : null
}

function termsOf(piece, isLast) {
  const chunks = piece.split(/\s+/).filter(Boolean)
  return chunks.flatMap((chunk, place) => termOf(chunk, isLast && place === chunks.length - 1))
}

/** @returns {Term[]} one, or none */
function termOf(piece, mayGoOn) {
  const words = wordsIn(piece).map(({ exact, folded }) => ({ exact, folded, accented: exact !== folded }))
  return words.length ? [{ words, beginning: mayGoOn && words[words.length - 1].folded.length >= LEAST_BEGINNING }] : []
}
