/**
 * Pinch, double tap and Ctrl+wheel. During a pinch only a transform changes; the layout is made once, at its end.
 * The browser's own pinch would enlarge the buttons too and push them off the screen.
 */
const DOUBLE_TAP = 300
const NEAR = 30

export class ZoomGestures {
  #fingers = new Map()
  #start = null
  #last = null
  #tap = null

  constructor(pages) {
    this.pages = pages
    this.scroller = pages.scroller
  }

  connect(signal) {
    const listen = (name, handler, options = {}) => this.scroller.addEventListener(name, handler, { signal, ...options })
    listen('pointerdown', event => this.#down(event))
    listen('pointermove', event => this.#move(event))
    for (const name of ['pointerup', 'pointercancel']) addEventListener(name, event => this.#up(event), { signal })
    listen('pointerup', event => this.#tapped(event))
    listen('touchmove', event => { if (event.touches.length === 2) event.preventDefault() }, { passive: false })
    listen('wheel', event => this.#wheel(event), { passive: false })
  }

  #down(event) {
    if (event.pointerType !== 'touch') return
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (this.#fingers.size !== 2) return
    const { left, top } = this.#box()
    const grip = this.#grip()
    this.#tap = null
    this.#start = { ...grip, originX: grip.x - left + this.scroller.scrollLeft, originY: grip.y - top + this.scroller.scrollTop, scale: 1 }
  }

  #move(event) {
    if (!this.#fingers.has(event.pointerId)) return
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (!this.#start || this.#fingers.size !== 2) return
    this.#last = this.#grip()
    const { zoom, column } = this.pages
    const start = this.#start
    start.scale = Math.min(5 / zoom, Math.max(1 / zoom, this.#last.distance / start.distance))
    column.style.transformOrigin = `${start.originX}px ${start.originY}px`
    column.style.transform = `translate(${this.#last.x - start.x}px, ${this.#last.y - start.y}px) scale(${start.scale})`
  }

  #up(event) {
    if (!this.#fingers.delete(event.pointerId) || !this.#start) return
    const [start, last] = [this.#start, this.#last]
    this.#start = this.#last = null
    this.pages.column.style.transform = ''
    if (!last) return
    const { left, top } = this.#box()
    this.pages.setZoom(this.pages.zoom * start.scale, start.x - left, start.y - top)
    this.scroller.scrollBy({ left: start.x - last.x, top: start.y - last.y, behavior: 'instant' })
  }

  #tapped(event) {
    if (event.pointerType !== 'touch' || event.target.closest('button') || this.pages.writing) return
    const { timeStamp: at, clientX: x, clientY: y } = event
    const twice = this.#tap && at - this.#tap.at < DOUBLE_TAP && Math.hypot(x - this.#tap.x, y - this.#tap.y) < NEAR
    this.#tap = twice ? null : { at, x, y }
    if (!twice) return
    const { left, top } = this.#box()
    this.pages.setZoom(this.pages.zoom > 1.2 ? 1 : 2, x - left, y - top)
  }

  #wheel(event) {
    if (!event.ctrlKey) return
    event.preventDefault()
    const { left, top } = this.#box()
    this.pages.setZoom(this.pages.zoom * Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top)
  }

  #grip() {
    const [a, b] = this.#fingers.values()
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  }

  #box() {
    return this.scroller.getBoundingClientRect()
  }
}
