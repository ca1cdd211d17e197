/**
 * The pages of a paper in one column. Only those in view and their neighbours exist; a small picture stands
 * in, stretched, until the sharp one has been decoded, so that nothing ever flashes white.
 */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Layout, THUMBNAIL, UNIT, columnIn, pickWidth } from '../models/layout.js'
import { boxOnScreen, isAcross, onPaper, onScreen, transformOf } from '../models/turn.js'
import { Picture } from './picture.js'

const REST = 120
const MOST_ZOOM = 5
const PATIENCE = 4000

export class Pages {
  zoom = 1
  /** Whether a pen is in hand: then a tap or a swipe is a stroke. */
  writing = false
  mounted = new Map()
  /** Small pictures that are in hand already. */
  thumbnails = new Map()
  layers = []
  /** Whoever is told which page is in view. @type {((page: number) => void)|null} */
  moved = null
  /** Whoever is told where the hand came to rest. @type {((place: {page: number, y: number}) => void)|null} */
  arrived = null
  #warm = new Map()
  #frame = 0
  #fitted = false
  #anchor = null
  #early = null

  /**
   * @param {HTMLElement} scroller
   * @param {{sizes: any[], picture: (page: number, width: number) => string, first?: number,
   *   nameOf?: (page: number) => string, fit?: (pages: Pages) => number, turned?: import('../models/turned_pages.js').TurnedPages,
   *   early?: import('./early_page.js').EarlyPage|null}} paper
   *   first: the page to open at; nameOf: what a page is called to who listens; fit: how wide a page is, if it is not as wide as there is room;
   *   turned: which pages are shown turned; early: the page that is on the screen already
   */
  constructor(scroller, { sizes, picture, first = 1, fit, turned, early = null, nameOf = page => _('Trang %(page)s', { page }) }) {
    const layout = new Layout(sizes, undefined, page => turned?.of(page) ?? 0)
    this.scroller = scroller
    this.picture = picture
    this.nameOf = nameOf
    this.fit = fit
    this.turned = turned
    this.#early = early
    this.layout = layout
    this.first = Math.min(sizes.length, first)
    this.column = scroller.appendChild(h('div', { class: 'pages' }))
    this.firstSeen = /** @type {Promise<void>} */ (new Promise(resolve => {
      this.seen = resolve
      setTimeout(resolve, PATIENCE)
    }))
    this.slow = onWeakLine()
  }

  connect(signal) {
    this.scroller.addEventListener('scroll', () => this.#scrolled(), { signal, passive: true })
    const watch = new ResizeObserver(() => this.#resized())
    watch.observe(this.scroller)
    signal?.addEventListener('abort', () => watch.disconnect(), { once: true })
  }

  // Places

  /** The page a reader would say she is on. */
  get current() {
    return this.layout.pageAt(this.scroller.scrollTop + this.scroller.clientHeight / 3)
  }

  /** The place being read, as far down the view as `go` puts a place, so that going there leaves it where it is. */
  get place() {
    return this.placeAt(this.scroller.clientHeight / 4)
  }

  /** The place on the paper so many pixels down the view; of a page that lies across it is its beginning. */
  placeAt(down) {
    const { page, y } = this.layout.placeAt(this.scroller.scrollTop + down)
    const turn = this.layout.turnOf(page)
    return { page, y: isAcross(turn) ? 0 : onPaper(turn, 0, y).y }
  }

  go(page, y = 0) {
    const within = Math.min(this.layout.count, Math.max(1, page))
    const turn = this.layout.turnOf(within)
    const down = isAcross(turn) ? 0 : onScreen(turn, 0, y).y
    this.scroller.scrollTo({ top: this.layout.offsetOf({ page: within, y: y && down }) - (y ? this.scroller.clientHeight / 4 : 6), behavior: 'instant' })
    this.#update()
  }

  /** Bring a box into view if it is not there already. */
  reveal(box) {
    const { scrollTop, clientHeight } = this.scroller
    const [page, , y0, , y1] = boxOnScreen(this.layout.turnOf(box[0]), box)
    const [top, bottom] = [y0, y1].map(y => this.layout.offsetOf({ page, y }))
    if (top >= scrollTop + 8 && Math.min(bottom, top + 80) <= scrollTop + clientHeight) return
    this.scroller.scrollTo({ top: top - clientHeight / 4, behavior: 'instant' })
    this.#update()
  }

  /** One step of reading: a screen down the page, or on to the next. */
  step(direction) {
    const { scrollTop, clientHeight } = this.scroller
    const page = this.current
    const edge = direction > 0 ? this.layout.top(page) + this.layout.height(page) - scrollTop - clientHeight : scrollTop - this.layout.top(page)
    if (edge > 30) this.scroller.scrollBy({ top: direction * Math.min(edge + 8, clientHeight * 0.88), behavior: 'instant' })
    else this.go(page + direction)
  }

  // Size

  /** Zoom so that the point of the paper under (x, y) of the view stays there. */
  setZoom(zoom, x, y) {
    this.zoom = Math.min(MOST_ZOOM, Math.max(1, zoom))
    this.scroller.toggleAttribute('data-zoomed', this.zoom > 1)
    this.relayout(x, y)
  }

  relayout(x = this.scroller.clientWidth / 2, y = this.scroller.clientHeight / 3) {
    const { scroller, layout } = this
    const place = this.#fitted ? layout.placeAt(scroller.scrollTop + y) : null
    const across = (scroller.scrollLeft + x - this.#left()) / layout.width
    const { margin, width } = this.fit ? { margin: 0, width: this.fit(this) } : columnIn(scroller.clientWidth)
    this.margin = margin
    layout.fit(Math.round(width * this.zoom))
    this.column.style.cssText = `height:${layout.total}px;width:${Math.max(layout.width + this.margin, scroller.clientWidth)}px;--sw:${layout.width}px;--margin:${this.margin}px`
    for (const [page, { section }] of this.mounted) this.#lay(page, section)
    if (place) {
      scroller.scrollTop = layout.offsetOf(place) - y
      scroller.scrollLeft = across * layout.width + this.#left() - x
    } else if (this.first > 1) {
      scroller.scrollTop = layout.offsetOf({ page: this.first, y: 0 }) - 6
    }
    this.#fitted = true
    for (const { section } of this.mounted.values()) section.dressed = false
    this.#update()
    this.#rest()
  }

  /** Show a page turned by a quarter more, with all that lies on it; it stays where it begins. */
  turn(page) {
    this.turned.turn(page)
    this.relayout()
    this.go(page)
  }

  /** A point of the screen as a place on a page. */
  pointAt(clientX, clientY, section) {
    const { left, top, width, height } = section.getBoundingClientRect()
    const page = Number(section.dataset.page)
    return { page, ...onPaper(this.layout.turnOf(page), (clientX - left) / width * UNIT, (clientY - top) / height * UNIT) }
  }

  /** Lay more over the pages than their pictures. */
  dress(layers) {
    this.layers.push(...layers)
    for (const { section } of this.mounted.values()) section.dressed = false
    this.#rest()
  }

  /** Draw one layer again on the pages that exist. */
  redraw(layer) {
    for (const [page, { section }] of this.mounted) if (section.dressed) layer.draw(section, page)
  }

  retry() {
    for (const { picture } of this.mounted.values()) picture.retry()
  }

  #left() {
    return Math.max(0, (this.column.offsetWidth - this.margin - this.layout.width) / 2)
  }

  #resized() {
    if (this.#fitted && this.scroller.clientWidth === this.#anchor) return this.#update()
    this.#anchor = this.scroller.clientWidth
    if (!this.scroller.clientWidth) return
    const atTheTop = this.#fitted && this.scroller.scrollTop <= this.layout.gap
    this.relayout()
    if (atTheTop) this.scroller.scrollTop = 0
  }

  #scrolled() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#update()
    })
    this.#rest()
  }

  /** Text and marks come when the hand rests, so that a fast scroll moves pictures only. */
  #rest() {
    clearTimeout(this.resting)
    this.resting = setTimeout(() => this.#dress(), REST)
  }

  async #dress() {
    await this.firstSeen
    for (const [page, { section }] of this.mounted) {
      if (section.dressed) continue
      section.dressed = true
      for (const layer of this.layers) layer.draw(section, page)
    }
    this.arrived?.(this.place)
  }

  #update() {
    if (!this.#fitted) return
    const { scrollTop, clientHeight } = this.scroller
    const [first, last] = this.layout.range(scrollTop, clientHeight, 1)
    for (const page of [...this.mounted.keys()]) if (page < first || page > last) this.#unmount(page)
    const fresh = []
    for (let page = first; page <= last; page++) if (!this.mounted.has(page)) fresh.push(this.#mount(page))
    this.#standIn(fresh)
    this.#sharpen(first, last)
    this.moved?.(this.current)
  }

  /** Of pages that have just come the one that is looked at shows something first; on a weak line the first has the line to itself. */
  async #standIn(pages) {
    const now = this.current
    for (const page of pages.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))) {
      if (this.slow && (page !== now || page === this.first)) await this.firstSeen
      this.mounted.get(page)?.picture.standIn(THUMBNAIL)
    }
  }

  #mount(page) {
    const section = h('section', { class: 'page', 'data-page': page, 'aria-label': this.nameOf(page) })
    const picture = new Picture(width => (width === THUMBNAIL && this.thumbnails.get(page)) || this.picture(page, width), { slow: this.slow, shown: this.seen })
    section.append(picture.sheet)
    this.#lay(page, section)
    this.column.insertBefore(section, this.mounted.get(page + 1)?.section ?? null)
    this.mounted.set(page, { section, picture })
    if (this.#early?.page === page) this.#takeOver(picture)
    return page
  }

  #takeOver(picture) {
    const { image, width, leave } = this.#early
    picture.take(image, width)
    leave()
    this.#early = null
  }

  #unmount(page) {
    const { section, picture } = this.mounted.get(page)
    picture.stop()
    section.remove()
    this.mounted.delete(page)
  }

  #lay(page, section) {
    section.style.cssText = `top:${this.layout.top(page)}px;height:${this.layout.height(page)}px`
    this.#turnSheet(page, section.querySelector('.sheet'))
  }

  /** The sheet is laid as it is printed, and turned as a whole: what lies on it need not know. */
  #turnSheet(page, sheet) {
    const turn = this.layout.turnOf(page)
    const { width, height } = this.layout.sheet(page)
    sheet.style.cssText = turn ? `inset:0 auto auto 0;width:${width}px;height:${height}px;--sw:${width}px;--back:${-90 * turn}deg;transform-origin:0 0;transform:${transformOf(turn, { width, height })}` : ''
  }

  /** What the delegate looks at comes first and alone; neighbours follow once it is seen. */
  #sharpen(first, last) {
    const now = this.current
    this.mounted.get(now)?.picture.sharpen(this.#widthOf(now), 'high')
    this.firstSeen.then(() => {
      for (const [page, { picture }] of this.mounted) picture.sharpen(this.#widthOf(page), 'low')
      this.#warmUp(first, last)
    })
  }

  #widthOf(page) {
    return pickWidth(this.layout.sheet(page).width, devicePixelRatio)
  }

  /** Fetch two pages ahead and one back before they are wanted. */
  #warmUp(first, last) {
    const wanted = new Set([last + 1, last + 2, first - 1].filter(page => page >= 1 && page <= this.layout.count).map(page => this.picture(page, this.#widthOf(page))))
    for (const source of this.#warm.keys()) if (!wanted.has(source)) this.#warm.delete(source)
    for (const source of wanted) {
      if (this.#warm.has(source)) continue
      const image = new Image()
      image.fetchPriority = 'low'
      image.src = source
      this.#warm.set(source, image)
    }
  }
}

/** Whether what is not wanted at once had better wait, as far as the browser says. */
export function onWeakLine() {
  const { saveData, effectiveType } = navigator.connection ?? {}
  return Boolean(saveData) || /2g|3g/.test(effectiveType ?? '')
}
