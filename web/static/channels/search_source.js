/** Asks where words stand; a new question takes the place of the one under way. */
import { api } from '../helpers/api.js'
import { _ } from '../helpers/i18n.js'
import { readQuery } from '../models/kept_query.js'
import { searchInKept } from './kept_search.js'

/** How long a server may stay silent before what is kept here is searched, in milliseconds. */
const PATIENCE = 8000

export class SearchSource {
  #under = null

  /** @param {number} meeting whose papers are searched; where it is kept on this device, it is searched without the server too */
  constructor(meeting) {
    this.meeting = meeting
  }

  /** @param {string} path of what is searched, such as /versions/3 @param {string} query
   *  @param {{offset?: number, limit?: number}} [part] @returns {Promise<import('../models/found.js').Answer | null>} null: another question was asked meanwhile */
  async ask(path, query, part = {}) {
    this.#under?.abort()
    const under = this.#under = new AbortController()
    if (!readQuery(query).length) throw new Error(_('Xin gõ ít nhất một chữ hoặc một số để tìm.'))   // as the server would say
    const asked = api.get(`${path}/search?${new URLSearchParams(/** @type {any} */ ({ q: query, ...part }))}`, { signal: under.signal })
    try {
      return await this.#answered(asked, () => searchInKept(this.meeting, path, query, part))
    } catch (fault) {
      if (this.#under !== under) return null
      throw fault
    } finally {
      if (this.#under === under) under.abort()
    }
  }

  /** The server's answer; where it is away or silent, what is found in what is kept here, if anything is. */
  async #answered(asked, searchHere) {
    let timer
    const silence = new Promise(resolve => { timer = setTimeout(resolve, PATIENCE, null) })
    const away = asked.catch(fault => { if (fault.status || fault.name === 'AbortError') throw fault })
    const answer = await Promise.race([away, silence]).finally(() => clearTimeout(timer))
    return answer ?? await searchHere().catch(() => null) ?? asked
  }
}
