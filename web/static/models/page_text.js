/**
 * The words of one page: finds the words a selection touches, where they lie, and how to find them again.
 *
 * @typedef {{line: number, from: number, to: number}} Piece a stretch of one line
 */
const CONTEXT = 32

export class PageText {
  /** @param {number} page @param {any[][]} lines as the API gives them */
  constructor(page, lines) {
    this.page = page
    this.lines = lines.map(([x0, y0, x1, y1, text, words]) => ({ x0, y0, x1, y1, text: text.normalize('NFC'), words: words ?? [] }))
    this.text = this.lines.map(({ text }) => text).join('\n')
    this.starts = []
    this.lines.reduce((start, { text }) => (this.starts.push(start), start + text.length + 1), 0)
  }

  /** Widen a piece to whole words: a finger seldom stops between two letters. */
  snap({ line, from, to }) {
    const { text } = this.lines[line]
    let [start, end] = [from, Math.min(to, text.length)]
    while (start < end && /\s/.test(text[start])) start++
    while (end > start && /\s/.test(text[end - 1])) end--
    if (start === end) return null
    while (start > 0 && !/\s/.test(text[start - 1])) start--
    while (end < text.length && !/\s/.test(text[end])) end++
    return { line, from: start, to: end }
  }

  /** @param {Piece} piece snapped @returns {[number, number, number, number, number]} */
  boxOf({ line, from, to }) {
    const { x0, y0, x1, y1, text, words } = this.lines[line]
    const before = text.slice(0, from).split(/\s+/).filter(Boolean).length
    const touched = text.slice(from, to).split(/\s+/).filter(Boolean).length
    const first = words[before]?.[0] ?? x0 + (x1 - x0) * from / text.length
    const last = words[before + touched - 1]?.[1] ?? x0 + (x1 - x0) * to / text.length
    return [this.page, Math.round(first), y0, Math.round(last), y1]
  }

  /** @param {Piece[]} pieces snapped, in order */
  target(pieces) {
    const start = this.starts[pieces[0].line] + pieces[0].from
    const end = this.starts[pieces.at(-1).line] + pieces.at(-1).to
    return {
      page: this.page,
      boxes: pieces.map(piece => this.boxOf(piece)),
      selectors: this.#selectors(this.text.slice(start, end), start, end),
    }
  }

  /** A whole paragraph, found among the words of its first page where they agree. */
  targetOfParagraph({ text, boxes }) {
    const exact = text.normalize('NFC')
    const found = this.#find(exact)
    const selectors = found ? this.#selectors(exact, ...found) : this.#selectors(exact, 0, 0).filter(({ type }) => type !== 'TextPositionSelector')
    if (!found) Object.assign(selectors[0], { prefix: '', suffix: '' })
    return { page: this.page, boxes, selectors }
  }

  #selectors(exact, start, end) {
    return [
      { type: 'TextQuoteSelector', exact, prefix: this.text.slice(Math.max(0, start - CONTEXT), start), suffix: this.text.slice(end, end + CONTEXT) },
      { type: 'TextPositionSelector', start, end },
      { type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3778', value: `page=${this.page}` },
    ]
  }

  /** @returns {[start: number, end: number] | null} */
  #find(text) {
    const pattern = text.trim().split(/\s+/).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+')
    const found = pattern && new RegExp(pattern).exec(this.text)
    return found ? [found.index, found.index + found[0].length] : null
  }
}

/** One target out of those of several pages: the words run on. */
export function joined(targets) {
  if (targets.length === 1) return targets[0]
  const quote = type => targets.map(({ selectors }) => selectors.find(each => each.type === type))
  const [quotes, positions] = [quote('TextQuoteSelector'), quote('TextPositionSelector')]
  const exact = quotes.map(each => each.exact).join('\n')
  return {
    page: targets[0].page,
    boxes: targets.flatMap(({ boxes }) => boxes),
    selectors: [
      { ...quotes[0], exact, suffix: quotes.at(-1).suffix },
      { ...positions[0], end: positions[0].start + exact.length },
      targets[0].selectors.at(-1),
    ],
  }
}
