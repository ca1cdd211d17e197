/**
 * Where the words of a query stand, in a paragraph's text and on its pages, as the server says it (documents/search/hits.py).
 *
 * @typedef {import('./words_in.js').Word} Word
 * @typedef {import('./kept_query.js').Term} Term
 * @typedef {import('./found.js').Box} Box
 * @typedef {[x0: number, y0: number, x1: number, y1: number, text: string, words: [x0: number, x1: number][]]} Line
 */
import { wordsIn } from './words_in.js'

const [BEFORE, AROUND] = [60, 220]
const MOST_BOXES = 60
const CUT = '…'

/** @param {Word[]} words @param {Term} term @returns {number[]} the places of its words, wherever they stand side by side */
export function placesOf(words, term) {
  const last = term.words.length - 1
  const means = (word, place) => {
    const { accented, exact, folded } = term.words[place]
    const [said, meant] = accented ? [word.exact, exact] : [word.folded, folded]
    return term.beginning && place === last ? said.startsWith(meant) : said === meant
  }
  return words.flatMap((_word, at) => at + last < words.length && term.words.every((_each, place) => means(words[at + place], place))
    ? term.words.map((_each, place) => at + place) : [])
}

/** @param {Word[]} words @param {Term[]} terms @returns {Set<number>} which of the words are meant */
export const placesOfAll = (words, terms) => new Set(terms.flatMap(term => placesOf(words, term)).sort((a, b) => a - b))

/** The part of a text that shows the most hits, in pieces: words, and whether they are a hit. @param {Term[]} terms @returns {import('./found.js').Hit['snippet']} */
export function snippetOf(text, terms) {
  const words = wordsIn(text)
  const marked = placesOfAll(words, terms)
  const [first, last] = windowOf(text, words, marked)
  /** @type {import('./found.js').Hit['snippet']} */
  const parts = first ? [[CUT, false]] : []
  let done = first
  for (const place of marked) {
    const { start, end } = words[place]
    if (start < first || end > last) continue
    const between = text.slice(done, start)
    parts.push([between, marked.has(place - 1) && !between.trim() && done > first], [text.slice(start, end), true])
    done = end
  }
  parts.push([text.slice(done, last), false])
  if (last < text.length) parts.push([CUT, false])
  return joined(parts)
}

/** Where hits lie; where no word is found on the pages, the whole paragraph. @param {Box[]} whole @param {Term[]} terms @param {Map<number, Line[]>} lines by page @returns {Box[]} */
export function boxesOf(whole, terms, lines) {
  const pages = [...new Set(whole.map(([page]) => page))]
  const found = pages.flatMap(page => boxesOn(page, (lines.get(page) ?? []).filter(line => isWithin(line, whole.filter(box => box[0] === page))), terms))
  return (found.length ? found : whole).slice(0, MOST_BOXES)
}

/** @param {number} page @param {Line[]} lines @param {Term[]} terms @returns {Box[]} hits that follow one another are one; a phrase may run from one line to the next */
function boxesOn(page, lines, terms) {
  const placed = lines.flatMap((line, number) => printedOf(line).flatMap(([printed, across]) => wordsIn(printed).map(word => ({ ...word, number, across }))))
  const marked = placesOfAll(placed, terms)
  /** @type {Box[]} */
  const found = []
  for (const place of marked) {
    const { number, across: [left, right] } = placed[place]
    const follows = marked.has(place - 1) && placed[place - 1].number === number
    if (follows) found[found.length - 1][3] = Math.max(found[found.length - 1][3], right)
    else found.push([page, left, lines[number][1], right, lines[number][3]])
  }
  return found
}

/** @param {Line} line @returns {[string, [number, number]][]} each printed word, and where it lies across the page */
function printedOf([, , , , text, across]) {
  return text.split(' ').slice(0, across?.length ?? 0).map((printed, place) => [printed, across[place]])
}

/** @param {Line} line @param {Box[]} boxes */
function isWithin([x0, y0, x1, y1], boxes) {
  const middle = (y0 + y1) / 2
  return boxes.some(([, left, top, right, bottom]) => top <= middle && middle <= bottom && Math.min(x1, right) > Math.max(x0, left))
}

/** The stretch of a text that shows the most hits; it begins and ends with a word. @returns {[number, number]} */
function windowOf(text, words, marked) {
  if (text.length <= AROUND + BEFORE) return [0, text.length]
  const at = marked.size ? [...marked].map(place => words[place].start) : [0]
  const held = start => at.filter(each => each >= start && each < start + AROUND - BEFORE).length
  const best = at.reduce((most, each) => held(each) > held(most) ? each : most)
  const began = words.find(({ start }) => start >= best - BEFORE)?.start ?? 0
  const begin = began <= words[0]?.start ? 0 : began
  const end = words.findLast(word => word.end <= begin + AROUND)?.end ?? begin
  return [begin, words.length && end < words[words.length - 1].end ? end : text.length]
}

function joined(parts) {
  const together = []
  for (const [said, hit] of parts) {
    if (!said) continue
    if (together.length && together[together.length - 1][1] === hit) together[together.length - 1][0] += said
    else together.push([said, hit])
  }
  return together
}
