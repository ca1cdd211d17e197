/** A swipe to the side turns the page, as in a book; up and down the paper scrolls by itself. */
const FAR = 60
const LEVEL = 0.5
const QUICK = 700

export class Swipe {
  #start = null

  /** @param {{scroller: HTMLElement, zoom: number, writing: boolean}} pages @param {(direction: 1|-1) => void} turn */
  constructor(pages, turn) {
    this.pages = pages
    this.turn = turn
  }

  connect(signal) {
    const listen = (name, handler) => this.pages.scroller.addEventListener(name, handler, { signal })
    listen('pointerdown', event => this.#down(event))
    listen('pointerup', event => this.#up(event))
    listen('pointercancel', () => { this.#start = null })
  }

  #down({ pointerType, isPrimary, clientX: x, clientY: y, timeStamp: at }) {
    this.#start = pointerType === 'touch' && isPrimary && this.pages.zoom <= 1 && !this.pages.writing ? { x, y, at } : null
  }

  #up({ isPrimary, clientX, clientY, timeStamp }) {
    const start = this.#start
    if (!start || !isPrimary) return
    this.#start = null
    const [across, down] = [clientX - start.x, clientY - start.y]
    const held = timeStamp - start.at > QUICK || !getSelection().isCollapsed
    if (!held && Math.abs(across) >= FAR && Math.abs(down) < Math.abs(across) * LEVEL) this.turn(across < 0 ? 1 : -1)
  }
}
