/** Leaving a shared tablet: what waits is sent first, then everything of this person is wiped from it. */
import { find, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { boot } from '../helpers/boot.js'
import { wipeKept } from '../channels/kept_meetings.js'
import { Drafts, forget } from '../models/drafts.js'
import { choose } from './confirmation.js'

const FORM = 'form[action$="/sign-out"]'
const connected = new WeakSet()

export class SignOut {
  #leaving = false

  /** @param {AbortSignal} [signal] */
  connect(signal) {
    const form = find(FORM)
    if (!form || !boot.person || connected.has(form)) return
    connected.add(form)
    form.addEventListener('submit', event => this.#leave(event), { signal })
  }

  async #leave(event) {
    event.preventDefault()
    if (this.#leaving) return
    this.#leaving = true
    const button = find('button', event.target)
    button?.setAttribute('aria-busy', 'true')
    if (await this.#emptied()) return event.target.submit()
    button?.removeAttribute('aria-busy')
    this.#leaving = false
  }

  /** @returns {Promise<boolean>} whether this device holds nothing of the person any more */
  async #emptied() {
    const { openLive } = await import('../channels/live.js')
    const live = openLive()
    await live.outbox.opened
    const waiting = await live.finish()
    if (!await reachable()) return this.#sayAway()
    const left = live.refused.length + new Drafts(boot.person.id).written
    if ((waiting || left) && !await this.#giveUp(waiting, left)) return false
    live.stop()
    await live.outbox.wipe()
    await wipeKept()
    forget(boot.person.id)
    return true
  }

  /** Without the server the sign-in would go on, and what waits would be lost for nothing. */
  async #sayAway() {
    await choose({
      title: _('Chưa đăng xuất được'),
      body: h('p', {}, _('Máy đang không nối được với máy chủ. Việc chờ gửi và tài liệu đã lưu vẫn còn trên máy. Xin đăng xuất lại khi có mạng.')),
      choices: [{ value: true, label: _('Đã hiểu'), kind: 'primary' }],
    })
    return false
  }

  #giveUp(waiting, left) {
    return choose({
      title: waiting ? _('Còn việc chưa gửi được') : _('Còn lời chưa gửi'),
      body: [waiting > 0 && h('p', {}, ngettext(
        'Còn %(num)s việc của ông/bà chưa đến máy chủ. Nếu đăng xuất bây giờ, việc ấy sẽ mất.',
        'Còn %(num)s việc của ông/bà chưa đến máy chủ. Nếu đăng xuất bây giờ, các việc ấy sẽ mất.', waiting)),
      left > 0 && h('p', {}, ngettext(
        'Trên máy này còn %(num)s lời viết dở hoặc không được nhận. Nếu đăng xuất bây giờ, lời ấy sẽ mất.',
        'Trên máy này còn %(num)s lời viết dở hoặc không được nhận. Nếu đăng xuất bây giờ, các lời ấy sẽ mất.', left))],
      choices: [
        { value: true, label: _('Vẫn đăng xuất'), kind: 'danger' },
        { value: false, label: waiting ? _('Ở lại để gửi') : _('Ở lại'), kind: 'primary' },
      ],
    })
  }
}

const reachable = () => fetch('/api/me', { credentials: 'same-origin' }).then(({ status }) => status < 500, () => false)
