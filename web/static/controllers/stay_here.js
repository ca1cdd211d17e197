/** Whoever leaves a paper while the server is away could not open it again where this device has not kept it: that is said first. */
import { goesThere } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { confirm } from './confirmation.js'

/** In milliseconds: so long is tried whether the server is there after all. */
const PATIENCE = 2500

export class StayHere {
  /** @param {import('../channels/line.js').Line} live */
  constructor(live) {
    this.live = live
  }

  connect(signal) {
    document.addEventListener('click', event => this.#leaving(event), { signal })
  }

  /** What a worker answers for is there without the server, or says itself that it is not. */
  #leaving(event) {
    const link = event.target.closest?.('a[href]')
    if (!link || !goesThere(event) || link.target || link.download || link.pathname === location.pathname) return
    if (this.live.status === 'online' || navigator.serviceWorker?.controller) return
    event.preventDefault()
    this.#ask(link.href)
  }

  async #ask(address) {
    const leave = await isThere() || await confirm({
      title: _('Đang mất mạng'),
      text: _('Tài liệu này chưa được lưu trên máy. Nếu rời đi bây giờ, ông/bà không mở lại được cho đến khi có mạng.'),
      yes: _('Vẫn rời đi'), no: _('Ở lại đọc tiếp'), danger: true,
    })
    if (leave) location.assign(address)
  }
}

const isThere = () => fetch('/api/csrf', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) }).then(({ ok }) => ok, () => false)
