/** The box one types into, with its button; what is typed is handed on when one asks for it. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const LONGEST = 300

export class SearchForm {
  /** @param {{label: string, search: (query: string) => void, below?: any}} parts */
  constructor({ label, search, below }) {
    this.field = h('input', { type: 'search', name: 'find', autocomplete: 'off', enterkeyhint: 'search', maxlength: LONGEST, spellcheck: 'false' })
    this.element = h('form', { class: 'search-form', role: 'search', onsubmit: event => {
      event.preventDefault()
      if (this.query) search(this.query)
      else this.field.focus()
    } },
    h('label', {}, h('span', { class: 'search-label' }, label), this.field),
    h('button', { class: 'primary' }, _('Tìm')), below)
  }

  get query() {
    return this.field.value.trim()
  }

  set query(words) {
    this.field.value = words
  }
}
