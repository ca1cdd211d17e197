/**
 * What a search found so far, and which hit is looked at.
 *
 * @typedef {[page: number, x0: number, y0: number, x1: number, y1: number]} Box
 * @typedef {{paper: number, title: string, version: number, page: number, pack_page: string, paragraph: number,
 *   number: number, address: string, kind: string, snippet: [words: string, hit: boolean][], boxes: Box[], from_scan: boolean}} Hit
 * @typedef {{total: number, loosened: boolean, unread: number, hits: Hit[]}} Answer
 */
export class Found {
  query = ''
  total = 0
  loosened = false
  unread = 0
  looked = null
  /** @type {Hit[]} */
  hits = []

  /** Begin anew with the first part of an answer. @param {string} query @param {Answer} answer */
  begin(query, answer) {
    this.query = query
    this.hits = []
    this.looked = null
    this.add(answer)
  }

  /** @param {Answer} answer a further part */
  add({ total, loosened, unread, hits }) {
    const known = new Set(this.hits.map(({ paragraph }) => paragraph))
    this.total = total
    this.loosened = loosened
    this.unread = unread
    this.hits = [...this.hits, ...hits.filter(({ paragraph }) => !known.has(paragraph))]
  }

  clear() {
    this.begin('', { total: 0, loosened: false, unread: 0, hits: [] })
  }

  get more() {
    return this.hits.length < this.total
  }

  /** The hits in one version, in the order of its pages: how one steps from one to the next. */
  within(version) {
    return this.hits.filter(hit => hit.version === version && hit.boxes.length)
      .sort((a, b) => a.page - b.page || topOf(a) - topOf(b) || a.number - b.number)
  }

  /** Which of the hits in a version is looked at, from 1; 0 for none. */
  position(version) {
    return this.within(version).indexOf(this.looked) + 1
  }

  /** The hit before or after the one looked at; past an end one begins at the other. */
  beside(version, direction) {
    const hits = this.within(version)
    const at = hits.indexOf(this.looked)
    return hits.at((at < 0 && direction < 0 ? -1 : at + direction) % hits.length) ?? null
  }

  /** The boxes to be marked on a page of a version. @returns {{box: Box, looked: boolean}[]} */
  on(version, page) {
    return this.hits.filter(hit => hit.version === version)
      .flatMap(hit => hit.boxes.filter(([number]) => number === page).map(box => ({ box, looked: hit === this.looked })))
  }
}

/** @param {Hit} hit */
const topOf = ({ boxes: [[, , y]] }) => y
