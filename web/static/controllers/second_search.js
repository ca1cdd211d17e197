/** Searching the paper that lies beside: a line to type in, the hits on its pages, and the way from one to the next. */
import { SearchSource } from '../channels/search_source.js'
import { h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { Found } from '../models/found.js'
import { FoundBar } from './found_bar.js'
import { FoundLayer } from './found_layer.js'
import { SearchForm } from './search_form.js'

const MOST = 50

export class SecondSearch {
  #found = new Found()
  #said = h('p', { role: 'status', class: 'small' })
  #source

  /** @param {{version: number, meeting: number, pages: import('./pages.js').Pages}} parts */
  constructor({ version, meeting, pages }) {
    this.version = version
    this.pages = pages
    this.#source = new SearchSource(meeting)
    const found = this.#found
    this.layer = new FoundLayer({ found, version })
    this.words = new SearchForm({ label: _('Tìm trong tài liệu mở cạnh'), search: query => this.#search(query), below: this.#said })
    this.form = h('div', { class: 'second-search', hidden: true }, this.words.element)
    this.button = h('button', { type: 'button', 'aria-expanded': 'false', onclick: () => this.form.hidden ? this.open() : this.close() }, _('Tìm'))
    this.foundBar = new FoundBar({ found, version, show: hit => this.#show(hit), clear: () => this.close() })
    this.bar = this.foundBar.element
  }

  open() {
    this.#turn(true)
    this.words.field.focus()
  }

  close() {
    if (this.form.hidden) return
    this.#turn(false)
    this.#found.clear()
    this.words.query = this.#said.textContent = ''
    this.#redraw()
    this.button.focus()
  }

  #turn(open) {
    this.form.hidden = !open
    this.button.setAttribute('aria-expanded', `${open}`)
  }

  async #search(query) {
    try {
      const answer = await this.#source.ask(`/versions/${this.version}`, query, { limit: MOST })
      if (!answer) return
      this.#found.begin(query, answer)
      this.#said.textContent = answer.total ? ngettext('Tìm thấy %(num)s chỗ', 'Tìm thấy %(num)s chỗ', answer.total) : _('Không tìm thấy “%(words)s”.', { words: query })
      const [first] = this.#found.within(this.version)
      if (first) this.#show(first)
      else this.#redraw()
    } catch (refused) {
      this.#said.textContent = refused.message
    }
  }

  #show(hit) {
    this.#found.looked = hit
    const [[page, , y]] = hit.boxes
    this.pages.go(page, y)
    this.#redraw()
  }

  #redraw() {
    this.pages.redraw(this.layer)
    this.foundBar.draw()
  }
}
