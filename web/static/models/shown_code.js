/** A code as the desk shows it: how long it holds, and what became of it. Facts may come twice. */
const BECAME = { 'code.entered': 'entered', 'code.used': 'used', 'code.declined': 'declined', 'code.guessed': 'guessed' }
const OVER = new Set(['used', 'declined'])

export class ShownCode {
  /** @type {'waiting'|'entered'|'used'|'declined'|'guessed'} */
  #became = 'waiting'

  /** @param {{code: number, digits: string|null, seconds: number}} shown as the API gives it @param {() => number} clock in milliseconds */
  constructor({ code, digits, seconds }, clock = () => performance.now()) {
    this.code = code
    this.digits = digits
    this.clock = clock
    this.ends = clock() + seconds * 1000
    if (digits === null) this.#became = 'guessed'
  }

  /** Take in one fact. @returns {boolean} whether it is news of this code */
  apply({ name, body }) {
    const became = BECAME[name]
    if (!became || body.code !== this.code || this.over || became === this.#became) return false
    if (became === 'guessed' && this.#became === 'entered') return false
    this.#became = became
    return true
  }

  /** @returns {'waiting'|'entered'|'used'|'declined'|'guessed'|'expired'} */
  get state() {
    return this.over || this.left > 0 ? this.#became : 'expired'
  }

  get over() {
    return OVER.has(this.#became)
  }

  /** @returns {number} seconds */
  get left() {
    return Math.max(0, Math.ceil((this.ends - this.clock()) / 1000))
  }

  /** @returns {string|null} the digits in two groups of three, as long as they hold */
  get spaced() {
    return this.digits && this.state !== 'guessed' ? `${this.digits.slice(0, 3)} ${this.digits.slice(3)}` : null
  }
}
