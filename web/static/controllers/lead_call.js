/** Where the chair is, as a quiet call: one may go there, close it, or read on. */
import { _ } from '../helpers/i18n.js'
import { Lead } from '../models/lead.js'

const LOOK_EVERY = 1000

export class LeadCall {
  #shown = ''

  /** @param {{live: import('../channels/line.js').Line, notice: import('./reader_notice.js').ReaderNotice, view: any, paper: number, me: number}} parts */
  constructor(parts) {
    this.live = parts.live
    this.notice = parts.notice
    this.view = parts.view
    this.paper = parts.paper
    this.lead = new Lead(parts)
  }

  connect(signal) {
    this.live.on('signal', ({ name, body }) => {
      if (name !== 'page.followed') return
      this.lead.hear(body, Date.now())
      this.#look()
    }, { signal })
    const timer = setInterval(() => this.#look(), LOOK_EVERY)
    signal?.addEventListener('abort', () => clearInterval(timer), { once: true })
  }

  /** The reader turns pages too, and a lead that is not said again is over. */
  #look() {
    const called = this.lead.call(this.view.current, Date.now())
    const shown = called ? `${called.paper} ${called.page}` : ''
    if (shown === this.#shown) return
    this.#shown = shown
    if (!called) return this.notice.hide('lead')
    const here = called.paper === this.paper
    const words = here ? _('Chủ tọa đang ở trang %(page)s.', called) : _('Chủ tọa đang ở trang %(page)s của “%(title)s”.', called)
    const go = here ? () => { this.#shown = ''; this.view.go(called.page) } : `/papers/${called.paper}#page=${called.page}`
    this.notice.show('lead', words, _('Đến đó'), go, { closed: () => this.lead.ignore() })
  }
}
