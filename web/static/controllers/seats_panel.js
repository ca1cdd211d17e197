/** Who sits in the meeting, by role, and how the secretary changes it. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _, ngettext } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { postAndUnit, ROLES } from '../helpers/labels.js'
import { Admission } from './admission.js'
import { during } from './busy.js'
import { confirm } from './confirmation.js'
import { say } from './notices.js'
import { formDialog } from './paper_dialogs.js'
import { SeatPicker } from './seat_picker.js'

const SHORT = 8

export class SeatsPanel {
  /** @param {Element} element @param {import('../models/seating.js').Seating} seating @param {{meeting: number, me: any, changed: () => void}} how */
  constructor(element, seating, { meeting, me, changed }) {
    this.element = element
    this.seating = seating
    this.meeting = meeting
    this.me = me
    this.changed = changed
    this.may = me.rights.includes('seat:assign')
    this.admits = me.rights.includes('seat:admit')
    this.admission = null
    this.groups = h('div', {})
    fill(this.element, h('h2', {}, _('Thành phần')), this.groups,
      this.may && h('button', { type: 'button', class: 'wide', onclick: () => this.#ask() }, _('Thêm người dự họp')))
  }

  draw() {
    const opened = new Map([...this.groups.children].map(each => [each.dataset.role, each.open]))
    fill(this.groups, Object.keys(ROLES).map(role => this.#group(role, this.seating.of(role), opened.get(role))))
    this.changed()
  }

  #group(role, seats, opened) {
    if (!seats.length) return null
    return h('details', { class: 'seats', 'data-role': role, open: opened ?? seats.length <= SHORT },
      h('summary', {}, ROLES[role], ' ', h('span', { class: 'chip' }, number(seats.length))),
      h('ul', { class: 'plain' }, seats.map(seat => this.#row(seat))))
  }

  #row(seat) {
    return h('li', {}, h('span', { class: 'seat-name' }, seat.person.name, h('small', { class: 'muted' }, postAndUnit(seat.person))),
      seat.person.id !== this.me.person && [this.admits && this.#admitting(seat), this.may && this.#menu(seat)])
  }

  /** What became of a code that is being shown. @param {{name: string, body: any}} fact */
  hear(fact) {
    this.admission?.hear(fact)
  }

  #admitting(seat) {
    const button = h('button', { type: 'button', class: 'admit', onclick: () => during(button, () => this.#admit(seat)) },
      _('Đưa vào máy'), h('span', { class: 'hidden-words' }, seat.person.name))
    return button
  }

  #admit(seat) {
    const admission = this.admission = new Admission(seat)
    return admission.begin(() => { if (this.admission === admission) this.admission = null })
  }

  #menu(seat) {
    const others = Object.entries(ROLES).filter(([role]) => role !== seat.role)
    return h('details', { class: 'menu' },
      h('summary', { class: 'button' }, _('Đổi'), h('span', { class: 'hidden-words' }, seat.person.name)),
      h('div', { class: 'menu-panel' },
        others.map(([role, words]) => h('button', { type: 'button', onclick: () => this.#change(seat, role) }, _('Chuyển thành: %(role)s', { role: words }))),
        h('button', { type: 'button', class: 'danger', onclick: () => this.#vacate(seat) }, _('Đưa ra khỏi phiên họp…'))))
  }

  #change(seat, role) {
    return during(null, async () => {
      this.seating.put(await api.patch(`/seats/${seat.id}`, { role }) ?? { ...seat, role })
      this.draw()
    })
  }

  async #vacate(seat) {
    const sure = await confirm({
      title: _('Đưa %(name)s ra khỏi phiên họp?', { name: seat.person.name }),
      text: _('Người này sẽ không mở được tài liệu của phiên họp nữa.'), yes: _('Đưa ra'), danger: true,
    })
    if (!sure) return
    await during(null, async () => {
      await api.delete(`/seats/${seat.id}`)
      this.seating.remove(seat.id)
      this.draw()
    })
  }

  #ask() {
    const picker = new SeatPicker({ except: this.meeting })
    formDialog({
      title: _('Thêm người dự họp'), fields: [picker.element], yes: _('Thêm vào phiên họp'),
      save: async () => {
        const before = this.seating.all.length // facts may arrive before the answer does
        const { seats } = await api.post(`/meetings/${this.meeting}/seats`, { ...picker.value, operation_id: newKey() })
        this.seating.load(seats)
        this.draw()
        const added = seats.length - before
        say(added ? ngettext('Đã thêm %(num)s người.', 'Đã thêm %(num)s người.', added) : _('Những người này đã có ghế trong phiên họp.'))
      },
    })
    during(null, () => picker.load())
  }
}
