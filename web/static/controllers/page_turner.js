/** Turning pages: two large buttons, the number typed, and the keyboard. */
import { find } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const LINE = 60

export class PageTurner {
  #field = find('#page-number')
  #shown = 0

  /** @param {import('./reading_view.js').ReadingView} pages @param {{first: number}} pack the number of this paper's first page among all papers */
  constructor(pages, { first }) {
    Object.assign(this, { pages, first })
    find('#page-count').textContent = `/ ${pages.layout.count}`
    this.#field.max = pages.layout.count
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
    find('#pack-page').textContent = _('Trang %(page)s của tập', { page: this.first + page - 1 })
    find('#previous-page').setAttribute('aria-disabled', `${page <= 1}`)
    find('#next-page').setAttribute('aria-disabled', `${page >= this.pages.layout.count}`)
  }

  #typed(event) {
    event.preventDefault()
    const page = Number.parseInt(this.#field.value, 10)
    if (page) this.pages.go(page)
    this.#field.blur()
    this.#show(this.pages.current, true)
  }

  #keyed(event) {
    if (event.target.closest('input, textarea, select, dialog, [role=tablist], #sheet, #side') || event.altKey || event.metaKey) return
    const act = event.ctrlKey ? this.#zoomKey(event.key) : this.#turnKey(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  #turnKey({ key, shiftKey, target }) {
    const keys = {
      ArrowDown: target === document.body && (() => this.pages.scroller.scrollBy({ top: LINE })),
      ArrowUp: target === document.body && (() => this.pages.scroller.scrollBy({ top: -LINE })),
      PageDown: () => this.pages.step(1), PageUp: () => this.pages.step(-1),
      ArrowRight: () => this.turn(1), ArrowLeft: () => this.turn(-1),
      Home: () => this.pages.go(1), End: () => this.pages.go(this.pages.layout.count),
    }
    if (key === ' ' && !target.closest('button, a, summary')) return () => this.pages.step(shiftKey ? -1 : 1)
    return keys[key]
  }

  #zoomKey(key) {
    return {
      '+': () => this.pages.larger(), '=': () => this.pages.larger(),
      '-': () => this.pages.smaller(), 0: () => this.pages.whole(),
    }[key]
  }
}
