/** A field that finds a person by name; with `free`, a name that is in no list will do as well. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { postAndUnit } from '../helpers/labels.js'

const PAUSE = 220

export class PersonPicker {
  #timer
  #asking
  #people = []
  #at = -1

  /** @param {{label: string, hint?: string, free?: boolean, required?: boolean, chosen?: (person: any|null) => void}} how */
  constructor({ label, hint, free = false, required = false, chosen = () => {} }) {
    this.free = free
    this.chosen = chosen
    this.person = null
    this.#draw(label, hint, required)
    this.#listen()
  }

  get text() {
    return this.input.value.trim()
  }

  set(person) {
    this.person = person?.id ? person : null
    this.input.value = person?.name ?? ''
    this.#said()
  }

  clear() {
    this.set(null)
  }

  #draw(label, hint, required) {
    const key = `people-${newKey().slice(0, 8)}`
    this.list = h('ul', { role: 'listbox', id: key, hidden: true, 'aria-label': label })
    this.input = h('input', {
      role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': key,
      'aria-autocomplete': 'list', required, placeholder: _('Gõ tên để tìm'), id: `${key}-field`,
    })
    this.note = h('small', { 'aria-live': 'polite' })
    this.element = h('div', { class: 'field' },
      h('span', {}, h('label', { for: `${key}-field` }, label)),
      h('div', { class: 'combo' }, this.input, this.list), this.note, hint && h('small', {}, hint))
  }

  #listen() {
    this.input.addEventListener('input', () => this.#typed())
    this.input.addEventListener('keydown', event => this.#keyed(event))
    this.input.addEventListener('blur', () => this.#close())
    this.list.addEventListener('mousedown', event => event.preventDefault())
    this.list.addEventListener('click', event => {
      const option = event.target.closest('[role="option"]')
      if (option) this.#choose(this.#people[Number(option.dataset.at)])
    })
  }

  #typed() {
    this.person = null
    this.#said()
    clearTimeout(this.#timer)
    this.#asking?.abort()
    if (this.text.length < 2) return this.#close()
    this.#timer = setTimeout(() => this.#search(), PAUSE)
  }

  async #search() {
    this.#asking = new AbortController()
    try {
      this.#people = (await api.get(`/people?q=${encodeURIComponent(this.text)}`, { signal: this.#asking.signal })).slice(0, 30)
      this.#show()
    } catch (error) {
      if (error.name !== 'AbortError') this.note.textContent = error.message
    }
  }

  #show() {
    this.#at = -1
    this.note.textContent = this.#people.length ? '' : this.#nobody()
    fill(this.list, this.#people.map((person, at) => h('li', {
      role: 'option', id: `${this.list.id}-${at}`, 'data-at': at, 'aria-selected': 'false',
    }, person.name, h('small', {}, postAndUnit(person)))))
    this.#open(this.#people.length > 0 && document.activeElement === this.input)
  }

  #nobody() {
    return this.free ? _('Không có trong danh sách; tên sẽ được ghi như đã gõ.') : _('Không tìm thấy ai có tên này.')
  }

  #keyed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && !this.list.hidden) {
      event.preventDefault()
      this.#mark((this.#at + step + this.#people.length) % this.#people.length)
    } else if (event.key === 'Enter' && !this.list.hidden && this.#at >= 0) {
      event.preventDefault()
      this.#choose(this.#people[this.#at])
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.stopPropagation()
      event.preventDefault()
      this.#close()
    }
  }

  #mark(at) {
    this.list.children[this.#at]?.setAttribute('aria-selected', 'false')
    this.#at = at
    const option = this.list.children[at]
    option.setAttribute('aria-selected', 'true')
    option.scrollIntoView({ block: 'nearest' })
    this.input.setAttribute('aria-activedescendant', option.id)
  }

  #choose(person) {
    this.set(person)
    this.#close()
    this.chosen(person)
  }

  #said() {
    this.note.textContent = this.person ? postAndUnit(this.person) : ''
  }

  #open(shown) {
    this.list.hidden = !shown
    this.input.setAttribute('aria-expanded', `${shown}`)
  }

  #close() {
    this.#open(false)
    this.input.removeAttribute('aria-activedescendant')
  }
}
