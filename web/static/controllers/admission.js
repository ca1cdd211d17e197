/** Letting a delegate in on a tablet: the code in large, how long it holds, and what the tablet does with it. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { postAndUnit } from '../helpers/labels.js'
import { ShownCode } from '../models/shown_code.js'
import { during } from './busy.js'
import { open } from './confirmation.js'

const WORDS = {
  waiting: () => _('Trên máy của đại biểu: bấm Nhập mã 6 số, hoặc quét mã QR bằng máy ảnh.'),
  entered: () => _('Máy đã nhận mã. Đang đợi đại biểu bấm “Đúng, vào họp”.'),
  used: () => _('Đã vào.'),
  declined: () => _('Máy vừa báo: không phải đại biểu này. Xin kiểm tra người và máy rồi cho mã mới.'),
  guessed: () => _('Có người đang dò mã nên mã số tạm ngừng. Xin cho đại biểu quét mã QR.'),
  expired: () => _('Mã đã hết hạn. Xin cho mã mới.'),
}
const SHOWN = new Set(['waiting', 'guessed'])

export class Admission {
  #shown = null
  #ticking = null

  /** @param {{id: number, person: any}} seat */
  constructor(seat) {
    this.seat = seat
    this.face = h('div', { class: 'code-face' })
    this.state = h('p', { class: 'code-state', role: 'status' })
    this.time = h('p', { class: 'code-time', role: 'timer', 'aria-live': 'off' })
    this.again = h('button', { type: 'button', onclick: () => during(this.again, () => this.#show()) }, _('Cho mã mới'))
    this.done = h('button', { type: 'button', onclick: () => this.dialog.close() }, _('Đóng'))
    this.dialog = h('dialog', { class: 'admission', 'aria-labelledby': 'admission-title' },
      h('h2', { id: 'admission-title' }, h('small', {}, _('Đưa vào máy')), ' ', seat.person.name),
      h('p', { class: 'muted' }, postAndUnit(seat.person)),
      this.face, this.time, this.state, h('div', { class: 'actions end' }, this.done, this.again))
  }

  /** Ask for a code, and show it. @param {() => void} closed */
  async begin(closed) {
    await this.#show()
    open(this.dialog, () => { this.#end(); closed() })
    this.#ticking = setInterval(() => this.#tick(), 500)
  }

  /** @param {{name: string, body: any}} fact */
  hear(fact) {
    if (this.#shown?.apply(fact)) this.#draw()
  }

  async #show() {
    const given = await api.post(`/seats/${this.seat.id}/code`, {})
    this.#shown = new ShownCode(given)
    this.picture = h('img', { class: 'qr', alt: _('Mã QR để vào họp'), src: `data:image/svg+xml,${encodeURIComponent(given.qr)}` })
    this.#draw()
  }

  #draw() {
    const { state, spaced, digits } = this.#shown
    this.drawn = state
    this.dialog.dataset.state = state
    this.state.textContent = WORDS[state]()
    fill(this.face, SHOWN.has(state) && [
      spaced && h('p', { class: 'digits' }, h('span', { 'aria-hidden': 'true' }, spaced), h('span', { class: 'hidden-words' }, [...digits].join(' '))),
      this.picture])
    this.again.hidden = state === 'used'
    this.again.classList.toggle('primary', state === 'declined' || state === 'expired')
    this.done.classList.toggle('primary', state === 'used')
    this.done.textContent = state === 'used' ? _('Xong') : _('Đóng')
    this.#tick()
  }

  #tick() {
    const { state, left } = this.#shown
    if (state !== this.drawn) return this.#draw()
    this.time.hidden = this.#shown.over || state === 'expired'
    this.time.textContent = ngettext('Còn %(num)s giây', 'Còn %(num)s giây', left)
  }

  /** A code that nobody sees any more lets nobody in. */
  #end() {
    clearInterval(this.#ticking)
    if (SHOWN.has(this.#shown.state)) api.delete(`/seats/${this.seat.id}/code`).catch(() => {}) // it ends by itself in a moment
  }
}
