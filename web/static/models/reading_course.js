/**
 * Which paragraph is read after which, over the ends of pages; what has no words is passed over.
 *
 * @typedef {import('./paragraph_index.js').Paragraph} Paragraph
 */
const hasWords = ({ text }) => /[\p{L}\p{N}]/u.test(text)

export class ReadingCourse {
  /** @param {{source: {need: (page: number) => Promise<void>}, index: import('./paragraph_index.js').ParagraphIndex, pages: number}} parts */
  constructor({ source, index, pages }) {
    this.source = source
    this.index = index
    this.pages = pages
  }

  /** The first paragraph with words that ends below a place, on its page or later. */
  async from(page, y = 0) {
    const here = await this.#on(page)
    const seen = this.index.on(page).filter(hasWords).find(({ boxes }) => boxes.some(([number, , , , y1]) => number === page && y1 > y))
    return seen ?? here.find(({ boxes }) => boxes[0][4] > y) ?? this.#first(page + 1)
  }

  /** @param {Paragraph} paragraph */
  async after({ ordinal, boxes: [[page]] }) {
    const here = await this.#on(page)
    return here.find(each => each.ordinal > ordinal) ?? this.#first(page + 1)
  }

  /** @param {Paragraph} paragraph */
  async before({ ordinal, boxes: [[page]] }) {
    for (let at = page; at >= 1; at--) {
      const found = (await this.#on(at)).filter(each => each.ordinal < ordinal).at(-1)
      if (found) return found
    }
    return null
  }

  async #first(page) {
    for (let at = page; at <= this.pages; at++) {
      const [found] = await this.#on(at)
      if (found) return found
    }
    return null
  }

  async #on(page) {
    await this.source.need(page)
    return this.index.beginningOn(page).filter(hasWords)
  }
}
