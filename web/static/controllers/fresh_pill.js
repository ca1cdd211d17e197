/** "2 new comments": nothing jumps; the chair goes there when it suits. */
import { fill, find, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'

const LOOKED_AT = 2500

export class FreshPill {
  #timers = new Map()
  #watched = new WeakSet()

  constructor(table, changed) {
    this.table = table
    this.changed = changed
    this.words = h('span', { role: 'status' })
    this.button = h('button', { type: 'button', class: 'primary', onclick: () => this.#go() })
    this.element = h('div', { class: 'fresh-pill', hidden: true }, this.words, this.button)
    this.observer = new IntersectionObserver(entries => entries.forEach(entry => this.#looked(entry)), { threshold: .6 })
  }

  watch(element) {
    if (this.#watched.has(element)) return
    this.#watched.add(element)
    this.observer.observe(element)
  }

  draw() {
    const count = this.table.fresh.length
    this.element.hidden = count === 0
    const words = ngettext('Có %(num)s ý kiến mới', 'Có %(num)s ý kiến mới', count)
    if (this.words.textContent !== words) this.words.textContent = words
    fill(this.button, _('Xem'))
  }

  /** Two seconds in view count as seen; "new" goes away by itself then. */
  #looked({ target, isIntersecting }) {
    const id = Number(target.dataset.comment)
    clearTimeout(this.#timers.get(id))
    if (!isIntersecting || document.hidden) return
    this.#timers.set(id, setTimeout(() => this.#seen(id, target), LOOKED_AT))
  }

  #seen(id, target) {
    this.observer.unobserve(target)
    this.table.seen(id)
    this.changed()
  }

  #go() {
    const [id] = this.table.fresh
    let card = find(`[data-comment="${id}"]`)
    if (!card && this.#filtered()) card = find(`[data-comment="${id}"]`)
    card?.scrollIntoView({ block: 'center' })
    card?.focus({ preventScroll: true })
    if (!card) { this.table.fresh.forEach(each => this.table.seen(each)); this.changed() }
  }

  /** The newest may be filtered out: then the filter gives way. */
  #filtered() {
    this.table.filter = { paper: '', unit: '', person: '', answered: '' }
    this.changed()
    return true
  }
}
