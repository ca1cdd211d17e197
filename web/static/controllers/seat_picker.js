/** Who is to sit: whole units, everybody of a former meeting, and people by name. */
import { api } from '../helpers/api.js'
import { fill, find, findAll, h } from '../helpers/dom.js'
import { moment } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { postAndUnit, ROLES } from '../helpers/labels.js'
import { PersonPicker } from './person_picker.js'

export class SeatPicker {
  #people = new Map()

  constructor({ roles = Object.keys(ROLES), except = null } = {}) {
    this.except = except
    this.role = h('select', {}, roles.map(role => h('option', { value: role }, ROLES[role])))
    this.role.value = 'delegate'
    this.units = h('div', { class: 'choices' })
    this.meetings = h('div', { class: 'choices' })
    this.chosen = h('ul', { class: 'plain chosen' })
    this.picker = new PersonPicker({ label: _('Tìm người theo tên'), chosen: person => this.#add(person) })
    this.element = h('div', {},
      h('label', { class: 'field' }, h('span', {}, _('Vai trò trong phiên họp')), this.role),
      h('fieldset', {}, h('legend', {}, _('Cả đơn vị')), this.units),
      h('fieldset', {}, h('legend', {}, _('Như phiên họp trước')), this.meetings),
      h('fieldset', {}, h('legend', {}, _('Từng người')), this.picker.element, this.chosen))
  }

  async load() {
    const [units, meetings] = await Promise.all([api.get('/units'), api.get('/meetings')])
    fill(this.units, units.map(({ id, name }) => choice('unit', id, name)),
      !units.length && h('p', { class: 'muted' }, _('Chưa có đơn vị nào.')))
    const former = meetings.filter(({ id }) => id !== this.except)
    fill(this.meetings, former.map(({ id, title, starts }) => choice('meeting', id, title, moment(starts))),
      !former.length && h('p', { class: 'muted' }, _('Chưa có phiên họp nào trước đây.')))
  }

  get value() {
    const ticked = name => findAll(`input[name="${name}"]:checked`, this.element).map(({ value }) => Number(value))
    return { people: [...this.#people.keys()], units: ticked('unit'), meetings: ticked('meeting'), role: this.role.value }
  }

  get empty() {
    const { people, units, meetings } = this.value
    return !people.length && !units.length && !meetings.length
  }

  #add(person) {
    this.#people.set(person.id, person)
    this.picker.clear()
    this.#draw()
    this.picker.input.focus()
  }

  #draw() {
    fill(this.chosen, [...this.#people.values()].map(person => h('li', {},
      h('span', {}, person.name, h('small', { class: 'muted' }, ` ${postAndUnit(person)}`)),
      h('button', { type: 'button', onclick: () => { this.#people.delete(person.id); this.#draw(); find('input', this.picker.element).focus() } },
        _('Bỏ'), h('span', { class: 'hidden-words' }, person.name)))))
  }
}

function choice(name, value, words, more) {
  return h('label', { class: 'choice' }, h('input', { type: 'checkbox', name, value }),
    h('span', {}, words, more && h('small', {}, more)))
}
