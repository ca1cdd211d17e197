/** Two versions scroll together: whichever the person moves leads, the other shows the same paragraphs. */

const LINE = 1 / 4
const TOUCHES = ['pointerdown', 'wheel', 'keydown', 'focusin']

export class GoingAlong {
  #leads = 'first'
  #on = false

  /**
   * @param {{first: import('./pages.js').Pages, second: import('./pages.js').Pages, within: Element,
   *   inFirst: (place: any) => any, inSecond: (place: any) => any}} parts
   *   within: what belongs to the second; inFirst: where a place of the second stands in the first
   */
  constructor(parts) {
    this.first = parts.first
    this.second = parts.second
    this.within = parts.within
    this.inFirst = parts.inFirst
    this.inSecond = parts.inSecond
  }

  connect(signal) {
    for (const name of TOUCHES) addEventListener(name, ({ target }) => { this.#leads = target instanceof Node && this.within.contains(target) ? 'second' : 'first' }, { signal, capture: true, passive: true })
    this.first.scroller.addEventListener('scroll', () => { if (this.#leads === 'first') this.#bring(this.first, this.second, this.inSecond) }, { signal, passive: true })
    this.second.scroller.addEventListener('scroll', () => { if (this.#leads === 'second') this.#bring(this.second, this.first, this.inFirst) }, { signal, passive: true })
  }

  /** @param {boolean} on from now on the second goes along */
  turn(on) {
    this.#on = on
    this.#bring(this.first, this.second, this.inSecond)
  }

  #bring(leading, following, across) {
    if (!this.#on) return
    const { scroller, layout } = following
    scroller.scrollTop = layout.offsetOf(across(leading.layout.placeAt(leading.scroller.scrollTop + leading.scroller.clientHeight * LINE))) - scroller.clientHeight * LINE
  }
}
