/**
 * The paragraphs known so far, by id and by page.
 *
 * @typedef {[page: number, x0: number, y0: number, x1: number, y1: number]} Box
 * @typedef {{id: number, ordinal: number, kind: string, address: string, level: number|null, text: string, boxes: Box[], from_scan: boolean}} Paragraph
 */
/** How many pages' paragraphs are asked for at once. */
export const STRETCH = 6
const NEAR = 70
const WHOLE_PAGE = 'page'

export class ParagraphIndex {
  #byId = new Map()
  #byPage = new Map()

  /** @param {Paragraph[]} paragraphs */
  add(paragraphs) {
    for (const paragraph of paragraphs) {
      if (this.#byId.has(paragraph.id)) continue
      this.#byId.set(paragraph.id, paragraph)
      for (const page of new Set(paragraph.boxes.map(([number]) => number))) {
        this.#byPage.set(page, [...this.#byPage.get(page) ?? [], paragraph].sort((a, b) => a.ordinal - b.ordinal))
      }
    }
  }

  /** What was known is read anew. */
  clear() {
    this.#byId.clear()
    this.#byPage.clear()
  }

  get(id) {
    return this.#byId.get(id)
  }

  on(page) {
    return this.#byPage.get(page) ?? []
  }

  /** The paragraph that follows another one, if it is known. */
  after({ ordinal }) {
    return [...this.#byId.values()].filter(each => each.ordinal > ordinal && each.kind !== WHOLE_PAGE).sort((a, b) => a.ordinal - b.ordinal)[0] ?? null
  }

  /** Paragraphs that begin on `page`. */
  beginningOn(page) {
    return this.on(page).filter(({ boxes }) => boxes[0][0] === page)
  }

  /** The paragraph with words that is nearest to a point of a page, however far. */
  nearest(page, x, y) {
    const far = ({ boxes }) => Math.min(...boxes.filter(([number]) => number === page)
      .map(([, x0, y0, x1, y1]) => Math.max(y0 - y, y - y1, 0) + Math.max(x0 - x, x - x1, 0) / 8))
    const spoken = this.on(page).filter(({ kind }) => kind !== WHOLE_PAGE).map(paragraph => ({ paragraph, away: far(paragraph) }))
    return spoken.sort((one, other) => one.away - other.away)[0]?.paragraph ?? null
  }

  /** The paragraph under a point, or the nearest a finger may have meant; else the page itself, where that can be spoken about. */
  at(page, x, y) {
    let best = null
    let least = NEAR
    for (const paragraph of this.on(page)) {
      for (const [number, x0, y0, x1, y1] of paragraph.boxes) {
        if (number !== page || paragraph.kind === WHOLE_PAGE) continue
        const away = Math.max(y0 - y, y - y1, 0) + Math.max(x0 - x, x - x1, 0) / 8
        if (away < least) [best, least] = [paragraph, away]
      }
    }
    return best ?? this.on(page).find(({ kind }) => kind === WHOLE_PAGE) ?? null
  }
}
