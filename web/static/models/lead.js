/**
 * Where the chair leads the meeting, and whether it is worth saying here.
 *
 * @typedef {{paper: number, title: string, page: number|null, person: number}} Led
 */
const STANDS = 65_000

export class Lead {
  #led = null
  #until = 0
  #ignored = null

  /** @param {{paper: number, me: number}} where the paper on this screen, and whose it is */
  constructor({ paper, me }) {
    this.paper = paper
    this.me = me
  }

  /** @param {Led} led @param {number} now ms */
  hear(led, now) {
    if (led.person === this.me) return
    this.#led = led.page === null ? null : led
    this.#until = now + STANDS
    if (!this.#led || led.paper !== this.#ignored) this.#ignored = null
  }

  /** Not again for this paper, until the chair leads elsewhere or anew. */
  ignore() {
    this.#ignored = this.#led?.paper ?? null
  }

  /** @param {number} page the one in view @param {number} now ms @returns {Led|null} where to call, if not there already */
  call(page, now) {
    const led = this.#led
    if (!led || now > this.#until || led.paper === this.#ignored) return null
    return led.paper === this.paper && led.page === page ? null : led
  }
}
