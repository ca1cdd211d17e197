/**
 * Where a place of one version stands in another: between paragraphs that stand in both it is reckoned in proportion.
 *
 * @typedef {[oldPage: number, oldY: number, newPage: number, newY: number]} Pair
 * @typedef {{page: number, y: number}} Place
 */
import { UNIT } from './layout.js'

export class Along {
  #pairs

  /** @param {Pair[]} pairs in the order of both versions @param {number} oldPages @param {number} newPages */
  constructor(pairs, oldPages, newPages) {
    const known = pairs.map(([oldPage, oldY, newPage, newY]) => [far(oldPage, oldY), far(newPage, newY)])
    this.#pairs = [[0, 0], ...known.filter(([before, after]) => before > 0 && after > 0), [oldPages, newPages]]
  }

  /** @param {Place} place in the old version @returns {Place} in the new one */
  inNew(place) {
    return this.#across(place, 0, 1)
  }

  /** @param {Place} place in the new version @returns {Place} in the old one */
  inOld(place) {
    return this.#across(place, 1, 0)
  }

  #across({ page, y }, from, to) {
    const at = far(page, y)
    const next = Math.max(1, this.#pairs.findIndex(pair => pair[from] >= at))
    const [before, after] = [this.#pairs[next - 1], this.#pairs[next]]
    const stretch = after[from] - before[from]
    return near(before[to] + (stretch ? (at - before[from]) / stretch : 0) * (after[to] - before[to]), this.#pairs.at(-1)[to])
  }
}

const far = (page, y) => page - 1 + y / UNIT

function near(at, pages) {
  const page = Math.min(pages, Math.floor(at) + 1)
  return { page, y: Math.round(Math.min(1, at - page + 1) * UNIT) }
}
