/** How many have the meeting open just now; a press lists them by name. */
import { api } from '../helpers/api.js'
import { h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { open as openDialog } from './confirmation.js'

export class PresenceLine {
  #words = h('span')
  #button = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => this.#list() }, this.#words)
  /** It keeps its place from the beginning: a line that comes later would move what is being touched. */
  element = h('p', { class: 'presence' }, this.#button)

  /** @param {number} meeting */
  constructor(meeting) {
    this.meeting = meeting
  }

  /** @param {{name: string, body: {present: number}}} signal */
  hear({ name, body }) {
    if (name !== 'presence.counted') return
    this.#button.hidden = !body.present
    this.#words.textContent = ngettext('%(num)s người đang mở phiên họp', '%(num)s người đang mở phiên họp', body.present)
  }

  async #list() {
    const path = `/meetings/${this.meeting}`
    const [{ persons }, { seats }] = await Promise.all([api.get(`${path}/presence`), api.get(path)])
    const here = new Set(persons)
    const [there, missing] = [true, false].map(wanted => seats.filter(({ person }) => here.has(person.id) === wanted))
    const dialog = h('dialog', { class: 'broad', 'aria-labelledby': 'presence-title' },
      h('h2', { id: 'presence-title' }, _('Ai đang mở phiên họp')),
      names(_('Đang trực tuyến'), there), names(_('Chưa mở hoặc đã rời'), missing),
      h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, _('Đóng'))))
    openDialog(dialog)
  }
}

function names(title, seats) {
  return seats.length > 0 && h('section', {}, h('h3', {}, `${title} (${seats.length})`),
    h('ul', {}, seats.map(({ person }) => h('li', {}, person.name, person.post && h('span', { class: 'muted small' }, ` · ${person.post}`)))))
}
