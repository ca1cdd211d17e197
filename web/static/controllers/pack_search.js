/** The search on a meeting's page: in all its papers; a hit opens its paper there. */
import { SearchSource } from '../channels/search_source.js'
import { Found } from '../models/found.js'
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { HitList } from './hit_list.js'
import { SearchForm } from './search_form.js'

export class PackSearch {
  #source
  #found = new Found()

  /** @param {number} meeting */
  constructor(meeting) {
    this.meeting = meeting
    this.#source = new SearchSource(meeting)
    this.form = new SearchForm({ label: _('Tìm trong mọi tài liệu của phiên họp'), search: query => this.#search(query) })
    this.list = new HitList({ found: this.#found, titles: () => true, more: () => this.#more() })
    this.close = h('button', { type: 'button', hidden: true, onclick: () => this.#close() }, _('Bỏ tìm'))
    this.element = h('div', { class: 'pack-search', hidden: true }, this.form.element, this.list.element, this.close)
    this.#again()
  }

  /** Whoever comes back from a paper finds what she had found. */
  #again() {
    const asked = new URLSearchParams(location.hash.slice(1)).get('find')
    if (!asked) return
    this.form.query = asked
    this.#search(asked)
  }

  async #search(query) {
    this.list.wait()
    const answer = await this.#ask(query, 0)
    if (!answer) return
    history.replaceState(null, '', `#${new URLSearchParams({ find: query })}`)
    this.#found.begin(query, answer)
    this.#draw()
  }

  async #more() {
    const answer = await this.#ask(this.#found.query, this.#found.hits.length)
    if (!answer) return
    this.#found.add(answer)
    this.#draw()
  }

  #close() {
    history.replaceState(null, '', location.pathname)
    this.form.query = ''
    this.#found.clear()
    this.#draw()
    this.form.field.focus()
  }

  #draw() {
    this.list.draw()
    this.close.hidden = !this.#found.query
  }

  async #ask(query, offset) {
    try {
      return await this.#source.ask(`/meetings/${this.meeting}`, query, { offset })
    } catch (refused) {
      this.list.refuse(refused.message)
      return null
    }
  }
}
