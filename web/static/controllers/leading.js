/** The chair leads: which page is in view here is said to the meeting, now and again, as long as the button is pressed, from paper to paper. */
import { find } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { announce } from './notices.js'

const LOOK_EVERY = 600
const SAY_AGAIN = 20_000
const KEPT = 'leading'
/** Who opens another paper, or the same one anew, leads on; who comes back after this does not. */
const GOES_ON = 30_000

export class Leading {
  #button = find('#lead')
  #timer = null
  #said = { page: 0, turn: 0, at: 0 }

  /** @param {{live: import('../channels/line.js').Line, view: any, rights: Set<string>, meeting: number, paper: number, version: number}} parts */
  constructor(parts) {
    this.live = parts.live
    this.view = parts.view
    this.rights = parts.rights
    this.meeting = parts.meeting
    this.paper = parts.paper
    this.version = parts.version
  }

  connect(signal) {
    this.#button.hidden = !this.rights.has('page:lead')
    if (this.#button.hidden) return
    this.#button.addEventListener('click', () => this.#timer ? this.#stop() : this.#start(), { signal })
    addEventListener('pagehide', () => { if (this.#timer) this.#leave() }, { signal })
    if (this.#ledJustNow()) this.#start()
  }

  #leave() {
    this.#stop()
    try {
      sessionStorage.setItem(KEPT, `${this.meeting} ${Date.now()}`)
    } catch { /* then the button is pressed again */ }
  }

  #ledJustNow() {
    try {
      const [meeting, at] = (sessionStorage.getItem(KEPT) ?? '').split(' ').map(Number)
      sessionStorage.removeItem(KEPT)
      return meeting === this.meeting && Date.now() - at < GOES_ON
    } catch {
      return false   // a browser may forbid storage altogether
    }
  }

  #start() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY)
    this.#look()
    this.#button.setAttribute('aria-pressed', 'true')
    announce(_('Mọi người được mời xem cùng trang với ông/bà.'))
  }

  #stop() {
    clearInterval(this.#timer)
    this.#timer = null
    this.#say(null)
    this.#said = { page: 0, turn: 0, at: 0 }
    this.#button.setAttribute('aria-pressed', 'false')
  }

  #look() {
    const page = this.view.current
    const turn = this.view.layout.turnOf(page) * 90
    if (page === this.#said.page && turn === this.#said.turn && Date.now() - this.#said.at < SAY_AGAIN) return
    if (this.#say(page, turn)) this.#said = { page, turn, at: Date.now() }
  }

  #say(page, turn = 0) {
    return this.live.whisper('page.lead', { paper: this.paper, version: this.version, page, y: 0, turn })
  }
}
