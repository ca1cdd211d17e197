/** Waiting times that double up to a ceiling, with jitter: a hall of tablets must not come back in step. */
export class BackOff {
  #tries = 0

  /** @param {{least?: number, most?: number, random?: () => number}} [limits] in milliseconds */
  constructor({ least = 100, most = 5000, random = Math.random } = {}) {
    this.least = least
    this.most = most
    this.random = random
  }

  /** @returns {number} how long to wait before the next try */
  next() {
    const ceiling = Math.min(this.most, this.least * 2 ** ++this.#tries)
    return Math.round(ceiling / 2 + this.random() * ceiling / 2)
  }

  reset() {
    this.#tries = 0
  }

  get tries() {
    return this.#tries
  }
}
