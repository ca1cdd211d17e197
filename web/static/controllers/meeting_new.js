/** A new meeting: what, where and when, who chairs and who sits. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { arrived, openPage } from './following.js'
import { MeetingForm } from './meeting_form.js'
import { PersonPicker } from './person_picker.js'
import { SeatPicker } from './seat_picker.js'

export class MeetingNew {
  #key = newKey()
  #made = null

  constructor(root) {
    this.root = root
  }

  connect() {
    return openPage({ root: this.root, load: () => this.#load() })
  }

  async #load() {
    this.meeting = new MeetingForm()
    this.chair = new PersonPicker({ label: _('Người chủ trì'), hint: _('Có thể để trống và chọn sau.') })
    this.seats = new SeatPicker({ roles: ['delegate', 'observer', 'guest', 'secretary'] })
    await this.seats.load()
    arrived(this.root)
    this.button = h('button', { class: 'primary' }, _('Tạo phiên họp'))
    this.form = h('form', { onsubmit: event => this.#submit(event) },
      h('section', { class: 'card' }, h('h2', {}, _('Phiên họp')), this.meeting.element),
      h('section', { class: 'card' }, h('h2', {}, _('Chủ trì')), this.chair.element),
      h('section', { class: 'card' }, h('h2', {}, _('Người dự họp')),
        h('p', { class: 'muted' }, _('Ông/bà giữ vai trò thư ký. Có thể thêm người sau, ở bàn thư ký.')), this.seats.element),
      h('div', { class: 'actions' }, this.button, h('a', { class: 'button', href: '/meetings' }, _('Thôi'))))
    fill(this.root, this.form)
  }

  #submit(event) {
    event.preventDefault()
    clearRefusal(this.form)
    during(this.button, () => this.#create(), refuseIn(this.form))
  }

  async #create() {
    this.#refuseUnknownChair()
    this.#made ??= await api.post('/meetings', {
      ...this.meeting.fields, chair: this.chair.person?.id ?? null, operation_id: this.#key,
    })
    const { id } = this.#made.meeting ?? this.#made
    if (!this.seats.empty) await api.post(`/meetings/${id}/seats`, this.seats.value)
    location.assign(`/meetings/${id}/desk`)
  }

  /** A name that was typed and not chosen would be lost in silence. */
  #refuseUnknownChair() {
    if (this.chair.text && !this.chair.person) {
      throw Object.assign(new Error(_('Xin chọn người chủ trì từ danh sách hiện ra khi gõ tên.')), { code: 'chair.unknown' })
    }
  }
}

if (boot.person) new MeetingNew(find('#meeting-new')).connect()
