/**
 * The paper as large text instead of pictures: the same paragraphs, the same remarks, the size one reads well.
 * A printed page on a phone is too small for many eyes, and enlarging it means reading through a keyhole.
 */
import { find, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'

const SIZES = [1.1, 1.3, 1.55, 1.85, 2.2, 2.6]
const USUAL = 1
const KEPT = 'print-size'
const AHEAD = '1200px'
const HEADS = new Set(['heading', 'article'])

export class LargePrint {
  #place = find('#large-print')
  #pages = new Map()
  #buttons = new Map()
  #chosen = null
  #spoken = null
  #frame = 0
  #step
  /** Whoever is told which page is in view. @type {((page: number) => void)|null} */
  moved = null

  /** @param {{sizes: any[], source: any, index: any, comments: any, drafts: any, choose: (paragraph: any) => void, arrived: (place: any) => void}} parts */
  constructor(parts) {
    this.sizes = parts.sizes
    this.source = parts.source
    this.index = parts.index
    this.comments = parts.comments
    this.drafts = parts.drafts
    this.choose = parts.choose
    this.arrived = parts.arrived
    this.scroller = this.#place
    this.layout = { count: this.sizes.length }
    this.#step = SIZES.indexOf(Number(this.drafts.read(KEPT)))
    if (this.#step < 0) this.#step = USUAL
  }

  connect(signal) {
    this.#place.addEventListener('scroll', () => this.#scrolled(), { signal, passive: true })
    this.#place.addEventListener('click', event => this.#clicked(event), { signal })
  }

  // The same words as Pages answers to, so that turning and remembering need not know which is shown.

  get current() {
    const line = this.#place.getBoundingClientRect().top + 80
    let found = 1
    for (const [page, { element }] of this.#pages) if (element.getBoundingClientRect().top <= line) found = page
    return found
  }

  get place() {
    return { page: this.current, y: 0 }
  }

  async go(page) {
    const within = Math.min(this.layout.count, Math.max(1, page))
    await this.#fill(within)
    this.#pages.get(within).element.scrollIntoView({ block: 'start', behavior: 'instant' })
    this.moved?.(within)
  }

  step(direction) {
    this.#place.scrollBy({ top: direction * this.#place.clientHeight * 0.85, behavior: 'instant' })
  }

  larger() {
    this.#resize(1)
  }

  smaller() {
    this.#resize(-1)
  }

  reveal() {
    this.#place.querySelector('.chosen')?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }

  // Life

  async show(page) {
    if (!this.#pages.size) this.#make()
    this.#place.hidden = false
    this.#resize(0)
    await this.go(page)
  }

  hide() {
    this.#place.hidden = true
  }

  draw() {
    if (this.#place.hidden) return
    const counts = this.comments.counts()
    for (const [id, button] of this.#buttons) this.#count(button, this.index.get(id), counts.get(id) ?? 0)
  }

  /** The version was read anew: the words are put there again, those in view first. */
  async forget() {
    const page = this.current
    this.#buttons.clear()
    for (const part of this.#pages.values()) {
      part.element.querySelectorAll('.print-paragraph, p').forEach(old => old.remove())
      part.element.classList.remove('filled')
      part.filled = null
    }
    if (this.#place.hidden || !this.#pages.size) return
    const seen = [...this.#pages.keys()].filter(number => Math.abs(number - page) <= 1)
    await Promise.all(seen.map(number => this.#fill(number)))
  }

  light(paragraph) {
    this.#chosen = paragraph
    this.#place.querySelectorAll('.chosen').forEach(element => element.classList.remove('chosen'))
    if (paragraph) this.#place.querySelector(`[data-paragraph="${paragraph.id}"]`)?.classList.add('chosen')
  }

  /** Light the paragraph that is being read aloud. */
  say(paragraph) {
    this.#spoken = paragraph
    this.#place.querySelectorAll('.spoken').forEach(element => element.classList.remove('spoken'))
    if (paragraph) this.#of(paragraph)?.classList.add('spoken')
  }

  /** Bring a paragraph into view, wherever it stands. */
  async seek(paragraph) {
    if (!this.#of(paragraph)) await this.go(paragraph.boxes[0][0])
    const [seen, element] = [this.#place.getBoundingClientRect(), this.#of(paragraph)]
    const { top, bottom, height } = element?.getBoundingClientRect() ?? seen
    if (top < seen.top + 40 || bottom > seen.bottom) element?.scrollIntoView({ block: height < seen.height - 80 ? 'center' : 'start', behavior: 'instant' })
  }

  /** The first paragraph in view, if there is one. */
  get inView() {
    const { top } = this.#place.getBoundingClientRect()
    const element = [...this.#place.querySelectorAll('[data-paragraph]')].find(each => each.getBoundingClientRect().bottom > top + 48)
    return element ? this.index.get(Number(element.dataset.paragraph)) : null
  }

  #of({ id }) {
    return this.#place.querySelector(`[data-paragraph="${id}"]`)
  }

  #make() {
    const watch = new IntersectionObserver(seen => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) this.#fill(Number(/** @type {HTMLElement} */ (target).dataset.page))
    }, { root: this.#place, rootMargin: AHEAD })
    for (let page = 1; page <= this.layout.count; page++) {
      const element = h('section', { class: 'print-page', 'data-page': page }, h('h2', { class: 'print-number' }, _('Trang %(page)s', { page })))
      this.#pages.set(page, { element, filled: null })
      this.#place.append(element)
      watch.observe(element)
    }
  }

  #fill(page) {
    const part = this.#pages.get(page)
    part.filled ??= this.source.need(page).then(() => {
      const paragraphs = this.index.beginningOn(page)
      const words = paragraphs.filter(({ text }) => text.trim())
      const shown = words.length || !paragraphs.length
        ? words.map(paragraph => this.#paragraph(paragraph))
        : [h('p', { class: 'muted' }, _('Trang này là bản quét. Xin xem ở trang in.'))]
      this.#steadily(part.element, () => {
        part.element.append(...shown)
        part.element.classList.add('filled')
      })
      this.draw()
    }, () => { part.filled = null })
    return part.filled
  }

  /** What grows above the words being read must not push them away. */
  #steadily(element, change) {
    const before = element.offsetHeight
    const above = element.offsetTop + before <= this.#place.scrollTop + 1
    change()
    if (above) this.#place.scrollTop += element.offsetHeight - before
  }

  #paragraph(paragraph) {
    const button = h('button', { type: 'button', class: 'mark-button' })
    this.#buttons.set(paragraph.id, button)
    return h('div', { class: `print-paragraph ${paragraph.kind}${this.#chosen?.id === paragraph.id ? ' chosen' : ''}${this.#spoken?.id === paragraph.id ? ' spoken' : ''}`, 'data-paragraph': paragraph.id },
      h(HEADS.has(paragraph.kind) ? 'h3' : 'p', {}, paragraph.text), button)
  }

  #count(button, { address, ordinal }, count) {
    const name = address || _('đoạn %(number)s', { number: ordinal + 1 })
    button.ariaLabel = count ? ngettext('Góp ý %(name)s, có %(num)s ý kiến', 'Góp ý %(name)s, có %(num)s ý kiến', count, { name }) : _('Góp ý %(name)s', { name })
    button.classList.toggle('has', count > 0)
    button.textContent = count || '+'
  }

  #clicked({ target }) {
    const element = target.closest('.print-paragraph')
    if (!element || !getSelection().isCollapsed) return
    this.choose(this.index.get(Number(element.dataset.paragraph)))
  }

  #resize(by) {
    const page = this.current
    this.#step = Math.min(SIZES.length - 1, Math.max(0, this.#step + by))
    this.drafts.keep(KEPT, `${SIZES[this.#step]}`)
    this.#place.style.fontSize = `${SIZES[this.#step]}rem`
    if (by && this.#pages.size) this.#pages.get(page).element.scrollIntoView({ block: 'start', behavior: 'instant' })
  }

  #scrolled() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.moved?.(this.current)
      this.arrived(this.place)
    })
  }
}
