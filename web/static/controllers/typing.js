/** That somebody is writing a remark: said while one writes oneself, shown where others do. */
import { Typists } from '../models/typists.js'

const SAY_EVERY = 2500
const LOOK_EVERY = 1000

export class Typing {
  typists = new Typists()
  #said = 0

  /** @param {{live: import('../channels/line.js').Line, paper: number, version: number, changed: () => void}} parts */
  constructor(parts) {
    this.live = parts.live
    this.paper = parts.paper
    this.version = parts.version
    this.changed = parts.changed
  }

  connect(signal) {
    this.live.on('signal', ({ name, body }) => { if (name === 'comment.typing' && body.paper === this.paper) this.#hear(body) }, { signal })
    this.live.on('comment.created', ({ comment }) => { if (this.typists.done(comment.creator.person)) this.changed() }, { signal })
    const timer = setInterval(() => { if (this.typists.forget(Date.now())) this.changed() }, LOOK_EVERY)
    signal?.addEventListener('abort', () => clearInterval(timer), { once: true })
  }

  /** @returns {string[]} who writes under a paragraph */
  on(paragraph) {
    return this.typists.on(paragraph, Date.now())
  }

  /** One writes oneself, for this audience. */
  say(paragraph, visibility) {
    if (visibility === 'self' || Date.now() - this.#said < SAY_EVERY) return
    this.#said = Date.now()
    this.live.whisper('comment.type', { paper: this.paper, version: this.version, paragraph, visibility })
  }

  #hear(body) {
    this.typists.hear(body, Date.now())
    this.changed()
  }
}
