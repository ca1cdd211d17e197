/** Asks whom a mark is for: its author alone, people of the meeting, their unit, or everybody. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { postAndUnit } from '../helpers/labels.js'
import { holding } from '../models/holding.js'
import { open as openDialog } from './confirmation.js'

/**
 * @param {{visibility: string, people: {person: number}[]}} now whom it is for at present
 * @param {{meeting: number, me: number}} where
 * @returns {Promise<{visibility: string, people: number[]}|null>} null when it was given up
 */
export function askAudience(now, where) {
  return new Promise(resolve => new ShareDialog(now, where, resolve).open())
}

class ShareDialog {
  #seats = []
  #named
  #choices = new Map()

  constructor({ visibility, people }, { meeting, me }, answer) {
    this.visibility = visibility
    this.meeting = meeting
    this.me = me
    this.answer = answer
    this.#named = new Set(people.map(({ person }) => person))
  }

  open() {
    this.#make()
    openDialog(this.dialog, () => this.answer(null))
    this.#choices.get(this.visibility).focus()
    this.#load()
  }

  #make() {
    this.search = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: () => this.#list() })
    this.list = h('div', { class: 'choices' }, h('p', { class: 'muted' }, _('Đang lấy danh sách…')))
    this.count = h('p', { class: 'muted small', role: 'status' })
    this.people = h('div', { class: 'share-people' }, h('label', { class: 'field' }, h('span', {}, _('Tìm người theo tên')), this.search), this.list, this.count)
    this.unit = h('small', {})
    this.refusal = h('p', { class: 'refusal', role: 'alert', hidden: true })
    const choices = h('fieldset', {}, h('legend', { class: 'hidden-words' }, _('Ai được xem')),
      this.#choice('self', _('Chỉ mình tôi')), this.#choice('people', _('Những người tôi chọn')), this.people,
      this.#choice('unit', _('Đơn vị của tôi'), this.unit), this.#choice('meeting', _('Mọi người trong phiên họp')))
    this.dialog = h('dialog', { class: 'share', 'aria-labelledby': 'share-title' }, h('form', { method: 'dialog', onsubmit: event => this.#submitted(event) },
      h('h2', { id: 'share-title' }, _('Ai được xem dấu này?')), choices, this.refusal,
      h('div', { class: 'actions end' },
        h('button', { type: 'button', onclick: () => this.dialog.close() }, _('Thôi')),
        h('button', { class: 'primary' }, _('Lưu')))))
    this.#show()
  }

  #choice(value, words, more) {
    const input = h('input', { type: 'radio', name: 'visibility', value, checked: value === this.visibility, onchange: () => { this.visibility = value; this.#show() } })
    this.#choices.set(value, input)
    return h('label', { class: 'choice' }, input, h('span', {}, words, more))
  }

  async #load() {
    try {
      const { seats } = await api.get(`/meetings/${this.meeting}`)
      const own = seats.find(({ person }) => person.id === this.me)?.person.unit
      this.unit.textContent = own?.name ?? _('Chưa ghi ông/bà thuộc đơn vị nào.')
      this.#choices.get('unit').disabled = !own && this.visibility !== 'unit'
      this.#seats = seats.map(({ person }) => person).filter(({ id }) => id !== this.me)
      this.#named = new Set(this.#seats.map(({ id }) => id).filter(id => this.#named.has(id)))   // who has left needs no place in the list
      this.#list()
    } catch (fault) {
      fill(this.list, h('p', {}, fault.message))
    }
  }

  #show() {
    this.people.hidden = this.visibility !== 'people'
    this.refusal.hidden = true
    this.#counted()
  }

  #list() {
    const found = holding(this.#seats, this.search.value, person => `${person.name} ${postAndUnit(person)}`)
    fill(this.list, found.map(person => this.#line(person)), !found.length && h('p', { class: 'muted' }, _('Không tìm thấy ai có tên này.')))
    this.#counted()
  }

  #line(person) {
    const tick = h('input', { type: 'checkbox', checked: this.#named.has(person.id), onchange: () => this.#name(person.id, tick.checked) })
    return h('label', { class: 'choice' }, tick, h('span', {}, person.name, h('small', {}, postAndUnit(person))))
  }

  #name(person, chosen) {
    if (chosen) this.#named.add(person)
    else this.#named.delete(person)
    this.refusal.hidden = true
    this.#counted()
  }

  #counted() {
    this.count.textContent = ngettext('Đã chọn %(num)s người', 'Đã chọn %(num)s người', this.#named.size)
  }

  #submitted(event) {
    if (this.visibility !== 'people' || this.#named.size) return this.answer({ visibility: this.visibility, people: this.visibility === 'people' ? [...this.#named] : [] })
    event.preventDefault()
    this.refusal.textContent = _('Xin chọn ít nhất một người để chia sẻ.')
    this.refusal.hidden = false
    this.search.focus()
  }
}
