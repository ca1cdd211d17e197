/** Turning pages: two large buttons, the number typed, and the keyboard. */
import { find } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { namesLetter } from '../models/pack_numbers.js'
import { say } from './notices.js'
import { obeyKey } from './page_keys.js'

const LINE = 60

export class PageTurner {
  #field = find('#page-number')
  #shown = 0

  /** @param {import('./reading_view.js').ReadingView} pages @param {import('../models/whole_pack.js').WholePack} pack */
  constructor(pages, pack) {
    this.pages = pages
    this.pack = pack
    if (pack.lettered) this.#field.inputMode = 'text' // a keyboard of digits has no letters
    pages.moved = page => this.#show(page)
  }

  connect(signal) {
    const clicked = (id, act) => find(id)?.addEventListener('click', act, { signal })
    clicked('#previous-page', () => this.turn(-1))
    clicked('#next-page', () => this.turn(1))
    clicked('#smaller', () => this.pages.smaller())
    clicked('#larger', () => this.pages.larger())
    find('#page-form').addEventListener('submit', event => this.#typed(event), { signal })
    this.#field.addEventListener('focus', () => this.#field.select(), { signal })
    this.#field.addEventListener('blur', () => this.#show(this.pages.current, true), { signal })
    document.addEventListener('keydown', event => this.#keyed(event), { signal })
    this.#show(this.pages.current)
  }

  turn(direction) {
    this.pages.go(this.pages.current + direction)
  }

  #show(page, anyway = false) {
    if (page === this.#shown && !anyway) return
    this.#shown = page
    if (document.activeElement !== this.#field) this.#field.value = page
    find('#pack-page').textContent = _('Trang %(page)s của tập', { page: this.pack.label(page) })
    find('#previous-page').setAttribute('aria-disabled', `${page <= 1}`)
    find('#next-page').setAttribute('aria-disabled', `${page >= this.pages.layout.count}`)
  }

  #typed(event) {
    event.preventDefault()
    const typed = this.#field.value.trim()
    if (namesLetter(typed)) this.#goInPack(typed)
    else if (/^\d+$/.test(typed)) this.pages.go(Number(typed))
    else if (typed) say(_('Không có trang “%(page)s”.', { page: typed }))
    this.#field.blur()
    this.#show(this.pages.current, true)
  }

  /** What is called 37a may be in another paper: then that one opens there. */
  #goInPack(label) {
    const found = this.pack.find(label)
    if (!found) return say(_('Tập tài liệu không có trang %(page)s.', { page: label }))
    if (found.paper === this.pack.paper) return this.pages.go(found.page)
    return location.assign(`/papers/${found.paper}#page=${found.page}`)
  }

  #keyed(event) {
    if (event.target.closest('input, textarea, select, dialog, [role=tablist], #sheet, #side, #second')) return
    const { pages } = this
    const line = direction => event.target === document.body && (() => pages.scroller.scrollBy({ top: direction * LINE }))
    obeyKey(event, { pages, turn: direction => this.turn(direction), larger: () => pages.larger(), smaller: () => pages.smaller(), whole: () => pages.whole() }, { ArrowDown: line(1), ArrowUp: line(-1) })
  }
}
