/** Which pages of a version this person turned, kept on the device; a scan that lies sideways is upright from the start. */
import { quartersOf } from './turn.js'

export class TurnedPages {
  #turned

  /** @param {Pick<import('./drafts.js').Drafts, 'read'|'keep'>} drafts @param {number} version @param {{turn?: number}[]} sizes as the server tells its pages */
  constructor(drafts, version, sizes) {
    this.drafts = drafts
    this.about = `turned:${version}`
    this.sizes = sizes
    this.#turned = read(drafts.read(this.about))
  }

  /** @param {number} page @returns {import('./turn.js').Quarters} */
  of(page) {
    return quartersOf(this.#turned[page] ?? this.sizes[page - 1]?.turn)
  }

  /** Turn a page by a quarter, clockwise. */
  turn(page) {
    this.show(page, (this.of(page) + 1) % 4 * 90)
  }

  /** Show a page turned by so many degrees. */
  show(page, degrees) {
    if (degrees === (this.sizes[page - 1]?.turn ?? 0)) delete this.#turned[page]
    else this.#turned[page] = degrees
    this.drafts.keep(this.about, Object.keys(this.#turned).length ? JSON.stringify(this.#turned) : '')
  }
}

function read(kept) {
  try {
    const found = JSON.parse(kept || '{}')
    return found && typeof found === 'object' ? found : {}
  } catch {
    return {}
  }
}
