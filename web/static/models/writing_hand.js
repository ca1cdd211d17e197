/**
 * Which touch of the paper writes while the pen tool is chosen. A mouse or a finger does, until a pen has been
 * seen: from then on the pen writes and fingers scroll. A hand that rests on the glass while the pen is down, or
 * was a moment ago, does nothing at all.
 *
 * @typedef {{kind: string, id: number, at: number, broad?: number, eraser?: boolean, button?: number}} Touch
 *   kind: 'pen', 'touch' or 'mouse'; at: ms; broad: px
 * @typedef {'draws'|'erases'|'scrolls'|'rests'|'pinches'} Meaning
 */
const AFTER_PEN = 500
const PALM = 60

export class WritingHand {
  penSeen = false
  #writing = null
  #liftedAt = -Infinity

  /** A pen hovers, or writes. @returns {boolean} whether that is news */
  sees({ kind }) {
    const news = kind === 'pen' && !this.penSeen
    this.penSeen ||= kind === 'pen'
    return news
  }

  /** @param {Touch} touch @returns {Meaning} */
  begins(touch) {
    this.sees(touch)
    const meaning = this.#meaningOf(touch)
    if (meaning === 'draws' || meaning === 'erases') this.#writing = touch
    if (meaning === 'pinches') this.#writing = null
    return meaning
  }

  /** @param {{id: number, at: number}} touch */
  ends({ id, at }) {
    if (this.#writing?.id !== id) return
    if (this.#writing.kind === 'pen') this.#liftedAt = at
    this.#writing = null
  }

  writes(id) {
    return this.#writing?.id === id
  }

  /** Whether fingers are to be held off the paper just now. */
  keepsOff(at) {
    return this.#writing?.kind === 'pen' || at - this.#liftedAt < AFTER_PEN
  }

  #meaningOf({ kind, at, broad = 0, eraser = false, button = 0 }) {
    if (kind === 'touch') return this.#meaningOfFinger(at, broad)
    if (this.#writing) return 'rests'
    if (kind === 'mouse' && button !== 0) return 'scrolls'
    return eraser ? 'erases' : 'draws'
  }

  #meaningOfFinger(at, broad) {
    if (this.keepsOff(at)) return 'rests'
    if (this.penSeen) return 'scrolls'
    if (this.#writing) return this.#writing.kind === 'touch' ? 'pinches' : 'rests'
    return broad > PALM ? 'rests' : 'draws'
  }
}
