/** The paper as printed pages or as large text; whoever turns pages need not know which. */
import { find } from '../helpers/dom.js'

const KEPT = 'view'
const STEP = 1.25

export class ReadingView {
  #button = find('#large')
  #large = false
  /** Whoever is told which page is in view. @type {((page: number) => void)|null} */
  moved = null

  /** @param {import('./pages.js').Pages} pages @param {import('./large_print.js').LargePrint} print @param {any} drafts */
  constructor(pages, print, drafts) {
    this.pages = pages
    this.print = print
    this.drafts = drafts
    for (const view of [pages, print]) view.moved = page => { if (view === this.#now) this.moved?.(page) }
  }

  connect(signal) {
    this.#button.addEventListener('click', () => this.#turn(!this.#large), { signal })
    if (this.drafts.read(KEPT) === 'large') this.#turn(true)
  }

  get #now() {
    return this.#large ? this.print : this.pages
  }

  get layout() {
    return this.pages.layout
  }

  get scroller() {
    return this.#now.scroller
  }

  get current() {
    return this.#now.current
  }

  go(page, y) {
    return this.#now.go(page, y)
  }

  /** Go to a box, however its page is shown. */
  async goTo(box) {
    await this.go(box[0], box[2])
    this.reveal(box)
  }

  step(direction) {
    this.#now.step(direction)
  }

  reveal(box) {
    this.#now.reveal(box)
  }

  larger() {
    if (this.#large) this.print.larger()
    else this.pages.setZoom(this.pages.zoom * STEP)
  }

  smaller() {
    if (this.#large) this.print.smaller()
    else this.pages.setZoom(this.pages.zoom / STEP)
  }

  whole() {
    if (!this.#large) this.pages.setZoom(1)
  }

  /** Show the printed pages, whichever was shown. */
  asPages() {
    if (this.#large) this.#turn(false)
  }

  async #turn(large) {
    const page = this.current
    this.#large = large
    this.#button.setAttribute('aria-pressed', `${large}`)
    this.drafts.keep(KEPT, large ? 'large' : '')
    this.pages.scroller.classList.toggle('covered', large)
    if (large) await this.print.show(page)
    else {
      this.print.hide()
      this.pages.go(page)
    }
    this.moved?.(page)
  }
}
