/** A tap on the paper chooses what lies under it; a second one means zoom, and a held one selects words. */
const DOUBLE_TAP = 280
const MOVED = 12

export class Taps {
  #timer
  #down = null

  /** @param {any} pages @param {(point: {page: number, x: number, y: number}) => void} chosen */
  constructor(pages, chosen) {
    this.pages = pages
    this.chosen = chosen
  }

  connect(signal) {
    const { column } = this.pages
    column.addEventListener('pointerdown', event => { this.#down = { x: event.clientX, y: event.clientY, selecting: selecting() } }, { signal })
    column.addEventListener('click', event => this.#clicked(event), { signal })
  }

  #clicked(event) {
    clearTimeout(this.#timer)
    const section = event.target.closest('.page')
    const { x = event.clientX, y = event.clientY, selecting: wasSelecting } = this.#down ?? {}
    const dragged = Math.hypot(event.clientX - x, event.clientY - y) > MOVED
    if (!section || event.target.closest('button') || event.detail > 1 || dragged || wasSelecting || this.pages.writing) return
    const point = this.pages.pointAt(event.clientX, event.clientY, section)
    this.#timer = setTimeout(() => { if (!selecting()) this.chosen(point) }, DOUBLE_TAP)
  }
}

const selecting = () => !getSelection().isCollapsed
