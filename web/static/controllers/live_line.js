/**
 * The line that says in words whether this page hears the meeting, and what of the person's own work has not
 * arrived yet. On most pages it is silent while all is well; with `data-always` it never is.
 */
import { fill, find, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { RefusedActs } from './refused_acts.js'
import { SignOut } from './sign_out.js'

const PATIENCE = 1500
const READING_TIME = 3000

export class LiveLine {
  #element = find('#live-line')
  #words = h('span')
  #timer
  #troubled = false
  #hadWaiting = false

  constructor(live) {
    this.live = live
  }

  connect(signal) {
    new SignOut().connect(signal)
    if (!this.#element) return
    this.#words.textContent = this.#element.textContent
    fill(this.#element, this.#words)
    new RefusedActs(this.live, this.#element).connect(signal)
    for (const change of ['status', 'acts']) this.live.on(change, () => this.#later(), { signal })
    this.#later()
  }

  /** A pause shorter than a breath is not worth a word. */
  #later() {
    clearTimeout(this.#timer)
    const well = this.live.status === 'online' && !this.live.waiting
    if (well || this.#troubled) this.#show()
    else this.#timer = setTimeout(() => this.#show(), PATIENCE)
  }

  #show() {
    const { status, waiting } = this.live
    const words = this.#say(status, waiting)
    this.#element.dataset.status = status === 'online' && waiting ? 'sending' : status
    if (this.#words.textContent !== words) this.#words.textContent = words
    if (status === 'online' && !waiting) this.#timer = setTimeout(() => this.#settle(), READING_TIME)
  }

  #say(status, waiting) {
    const recovered = this.#troubled && status === 'online'
    const saved = this.#hadWaiting && status === 'online' && !waiting
    this.#troubled = status !== 'online'
    this.#hadWaiting = waiting > 0 || this.#hadWaiting && !saved
    if (status === 'online') return this.#sayOnline(waiting, saved, recovered)
    const trouble = status === 'offline' ? _('Mất kết nối') : _('Đang nối lại')
    return waiting ? `${trouble}, ${ngettext('%(num)s việc chờ gửi', '%(num)s việc chờ gửi', waiting)}` : trouble
  }

  #sayOnline(waiting, saved, recovered) {
    if (waiting) return ngettext('Đang gửi %(num)s việc', 'Đang gửi %(num)s việc', waiting)
    if (saved) return _('Đã lưu')
    if (recovered) return _('Đã nối lại')
    return this.#quiet()
  }

  #settle() {
    this.#words.textContent = this.#quiet()
  }

  #quiet() {
    return 'always' in this.#element.dataset ? _('Trực tuyến') : ''
  }
}
