/** A finger held on an empty place of a page; over words it selects them, as everywhere. */
const HELD = 550
const MOVED = 12

export class LongPress {
  #timer
  #down = null
  #held = false

  /** @param {any} pages @param {(point: {page: number, x: number, y: number}) => void} chosen */
  constructor(pages, chosen) {
    this.pages = pages
    this.chosen = chosen
  }

  connect(signal) {
    const { column } = this.pages
    const listen = (name, handler, more = {}) => column.addEventListener(name, handler, { signal, ...more })
    listen('pointerdown', event => this.#pressed(event))
    listen('pointermove', event => { if (this.#down && Math.hypot(event.clientX - this.#down.x, event.clientY - this.#down.y) > MOVED) this.#let() })
    for (const name of ['pointerup', 'pointercancel', 'pointerleave']) listen(name, () => this.#let())
    listen('contextmenu', event => { if (this.#down || this.#held) event.preventDefault() })   // of the picture that lies there
    listen('click', event => this.#clicked(event), { capture: true })
  }

  #pressed(event) {
    const second = this.#down !== null
    this.#let()
    this.#held = false
    const section = event.target.closest('.page')
    if (second || !event.isPrimary || event.pointerType === 'mouse' || !section || this.pages.writing || event.target.closest('button, a, .text > span')) return
    this.#down = { x: event.clientX, y: event.clientY }
    this.#timer = setTimeout(() => {
      this.#let()
      if (!getSelection().isCollapsed) return
      this.#held = true
      this.chosen(this.pages.pointAt(event.clientX, event.clientY, section))
    }, HELD)
  }

  #let() {
    clearTimeout(this.#timer)
    this.#down = null
  }

  /** The finger that is lifted after it was held is no tap. */
  #clicked(event) {
    if (!this.#held) return
    this.#held = false
    event.stopPropagation()
    event.preventDefault()
  }
}
