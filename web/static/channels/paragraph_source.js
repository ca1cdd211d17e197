/** Fetches the paragraphs of a version a stretch of pages at a time, once. */
import { api } from '../helpers/api.js'
import { STRETCH } from '../models/paragraph_index.js'

export class ParagraphSource {
  #asked = new Map()
  #reading = 0

  /** @param {number} version @param {import('../models/paragraph_index.js').ParagraphIndex} index */
  constructor(version, index) {
    this.version = version
    this.index = index
  }

  /** Resolves when the paragraphs of `page` are in the index. */
  need(page) {
    const stretch = Math.floor((page - 1) / STRETCH)
    if (!this.#asked.has(stretch)) this.#asked.set(stretch, this.#fetch(stretch))
    return this.#asked.get(stretch)
  }

  /** The version was read anew: everything is asked for again. */
  forget() {
    this.#reading++
    this.#asked.clear()
    this.index.clear()
  }

  headings() {
    return api.get(`/versions/${this.version}/paragraphs?headings=1`)
  }

  async #fetch(stretch) {
    const first = stretch * STRETCH + 1
    const reading = this.#reading
    try {
      const paragraphs = await api.get(`/versions/${this.version}/paragraphs?first=${first}&last=${first + STRETCH - 1}`)
      if (reading !== this.#reading) return this.need(first)   // asked for before the version was read anew
      this.index.add(paragraphs)
    } catch (fault) {
      if (reading === this.#reading) this.#asked.delete(stretch)
      throw fault
    }
  }
}
