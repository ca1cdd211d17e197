/** Remembers where the person stopped reading, and offers to go on from there, on this device or another. */
import { _ } from '../helpers/i18n.js'

const REST = 2000

export class PlaceKeeper {
  #timer
  #kept = null
  #begun = null
  #moved = false
  #sent = new Set()

  /** @param {{live: any, pages: any, paper: number, version: number, offer: (words: string, button: string, act: () => void) => void, withdraw: () => void}} parts */
  constructor(parts) {
    this.live = parts.live
    this.pages = parts.pages
    this.paper = parts.paper
    this.version = parts.version
    this.offer = parts.offer
    this.withdraw = parts.withdraw
  }

  connect(signal) {
    this.live.on('place.kept', place => this.#hear(place), { signal })
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.keep() }, { signal })
  }

  /** @param {{page: number, y: number}|null} place kept at an earlier reading */
  begin(place) {
    this.#kept = place
    if (place && place.page > 1) this.#offer(place, _('Lần trước ông/bà đọc đến trang %(page)s.', place), _('Tiếp tục từ trang %(page)s', place))
  }

  arrived(place) {
    clearTimeout(this.#timer)
    this.place = place
    this.#begun ??= place
    this.#moved ||= !same(place, this.#begun)   // a paper that was only opened has not been read: the place kept before stays
    if (place.page > 1) this.withdraw()
    this.#timer = setTimeout(() => this.keep(), REST)
  }

  /** Keep where the reader is now, if that is news; resolves once the server has it. */
  keep() {
    clearTimeout(this.#timer)
    const place = this.place
    if (!place || !this.#moved || same(place, this.#kept)) return
    this.#kept = place
    this.#sent.add(`${place.page}:${place.y}`)
    return this.live.send('place.keep', { paper: this.paper, version: this.version, ...place })
  }

  #hear({ paper, version, page, y }) {
    if (paper !== this.paper || version !== this.version || this.#sent.has(`${page}:${y}`) || page === this.pages.current) return
    this.#offer({ page, y }, _('Trên máy khác, ông/bà đang ở trang %(page)s.', { page }), _('Đến trang %(page)s', { page }))
  }

  #offer(place, words, button) {
    if (place.page <= this.pages.layout.count) this.offer(words, button, () => this.pages.go(place.page, place.y))
  }
}

const same = (a, b) => a?.page === b?.page && Math.abs((a?.y ?? 0) - (b?.y ?? 0)) < 200
