/** All papers of a meeting by the numbers of their pages, seen from one of them. */
import { PackNumbers } from './pack_numbers.js'

export class WholePack {
  #papers = new Map()

  /** @param {{paper: number, numbers: number[][], pages: number}[]} papers in order @param {number} paper the one that is read */
  constructor(papers, paper) {
    this.paper = paper
    this.load(papers)
  }

  load(papers) {
    this.#papers.clear()
    for (const each of papers) this.put(each)
  }

  /** Take in how a paper is numbered now. */
  put({ paper, numbers }) {
    this.#papers.set(paper, new PackNumbers(numbers))
  }

  remove(paper) {
    this.#papers.delete(paper)
  }

  get lettered() {
    return [...this.#papers.values()].some(({ lettered }) => lettered)
  }

  /** What a page of the paper that is read is called. */
  label(page) {
    return this.#papers.get(this.paper)?.label(page) ?? ''
  }

  /** @returns {{paper: number, page: number}|null} where the page is that is called so */
  find(label) {
    for (const [paper, numbers] of this.#papers) {
      const page = numbers.find(label)
      if (page) return { paper, page }
    }
    return null
  }
}
