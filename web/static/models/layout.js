/**
 * Where the pages of a paper lie in one long column. Pure geometry; pages are numbered from 1,
 * places on a page run from 0 to UNIT whatever the zoom.
 */
export const UNIT = 10_000
export const THUMBNAIL = 160
/** Where the picture of a page of a version is. @param {{id: number, sha: string}} version */
export const pictureOf = ({ id, sha }) => (page, width) => `/api/versions/${id}/pages/${page}/picture?width=${width}&sha=${sha}`
/** The page that the end of an address asks for; the first where it asks for none. (early/first_picture.js says the same.) @param {string} hash */
export const pageAsked = hash => Math.max(1, Math.floor(Number(new URLSearchParams(hash.slice(1)).get('page'))) || 1)
export const WIDTHS = [800, 1240, 1654, 2480]
/** Pixels on the screen: no page is wider; where there is room, so much is left for what hangs at its side. */
export const WIDEST = 1100
const MARGIN = 64
const ROOMY = 700
const EDGES = 20

/** How wide a page is where there are so many pixels, and what is left beside it. (early/first_picture.js says the same.) */
export function columnIn(room) {
  return room > ROOMY ? { margin: MARGIN, width: Math.min(room - MARGIN - EDGES, WIDEST) } : { margin: 0, width: room }
}

export class Layout {
  #tops

  /**
   * @param {{width: number, height: number}[]} sizes @param {number} [gap] pixels between pages
   * @param {(page: number) => import('./turn.js').Quarters} [turnOf] by how many quarters a page is shown turned
   */
  constructor(sizes, gap = 14, turnOf = () => 0) {
    this.sizes = sizes
    this.gap = gap
    this.turnOf = turnOf
    this.width = 1
    this.#tops = new Float64Array(sizes.length + 1)
    this.fit(1)
  }

  get count() {
    return this.sizes.length
  }

  get total() {
    return this.#tops[this.count]
  }

  /** Lay all pages out at one width. */
  fit(width) {
    this.width = width
    let y = this.gap
    for (let page = 1; page <= this.count; page++) {
      this.#tops[page - 1] = y
      y += this.height(page) + this.gap
    }
    this.#tops[this.count] = y
    return this
  }

  /** Of a page as it is shown. */
  height(page) {
    return this.turnOf(page) % 2 ? this.width / this.ratio(page) : this.width * this.ratio(page)
  }

  /** The pixels of a page as it is printed, however it is shown. */
  sheet(page) {
    const [width, height] = [this.width, this.height(page)]
    return this.turnOf(page) % 2 ? { width: height, height: width } : { width, height }
  }

  /** A page's height by its width, as it is printed. */
  ratio(page) {
    const { width, height } = this.sizes[page - 1]
    return height / width
  }

  top(page) {
    return this.#tops[page - 1]
  }

  /** @returns {number} the last page that begins at or above `y` */
  pageAt(y) {
    let low = 1
    let high = Math.max(1, this.count)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.top(middle) <= y) low = middle
      else high = middle - 1
    }
    return low
  }

  /** @returns {[first: number, last: number]} pages in view, and `over` more on either side */
  range(y, viewport, over = 1) {
    return [Math.max(1, this.pageAt(y) - over), Math.min(this.count, this.pageAt(y + viewport) + over)]
  }

  /** @returns {{page: number, y: number}} the place at `y` pixels */
  placeAt(y) {
    const page = this.pageAt(y)
    const part = (y - this.top(page)) / this.height(page)
    return { page, y: Math.round(Math.min(1, Math.max(0, part)) * UNIT) }
  }

  /** @returns {number} the pixels of a place */
  offsetOf({ page, y = 0 }) {
    const within = Math.min(this.count, Math.max(1, page))
    return this.top(within) + y / UNIT * this.height(within)
  }
}

/** The smallest picture that is sharp at this size; a little softness is better than twice the bytes. */
export function pickWidth(cssWidth, ratio) {
  const needed = cssWidth * Math.min(ratio, 3) * 0.85
  return WIDTHS.find(width => width >= needed) ?? WIDTHS.at(-1)
}
