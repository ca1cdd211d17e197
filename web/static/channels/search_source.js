/** Asks where words stand; a new question takes the place of the one under way. */
import { api } from '../helpers/api.js'

export class SearchSource {
  #under = null

  /** @param {string} path of what is searched, such as /versions/3 @param {string} query
   *  @param {{offset?: number, limit?: number}} [part] @returns {Promise<import('../models/found.js').Answer | null>} null: another question was asked meanwhile */
  async ask(path, query, part = {}) {
    this.#under?.abort()
    const { signal } = this.#under = new AbortController()
    try {
      return await api.get(`${path}/search?${new URLSearchParams({ q: query, ...part })}`, { signal })
    } catch (fault) {
      if (signal.aborted) return null
      throw fault
    }
  }
}
