/** Carries acts from the outbox to the server: one batch under way, oldest first, by the socket or else by HTTP. */
import { BackOff } from '../models/back_off.js'

/** Refusals that say "not now" rather than "no": the act is sent again. */
export const NOT_NOW = new Set(['fault', 'network.unreachable'])
const MOST_FAULTS = 5

/** In milliseconds: so long a server may be in trouble before what it does not take is held against the act. */
const TROUBLE = 120_000
const SOON = 2000

/** In milliseconds: a busy server is not helped by asking again at once, but a hall that was busy a moment ago need not wait long. */
const PATIENCE = { least: 1000, most: 8000 }

export class Courier {
  #patience = new BackOff(PATIENCE)
  #faults = new Map()
  #running = null
  #timer
  #proved = { wire: null, whose: undefined }
  #stopped = false

  /**
   * @param {{outbox: import('./outbox.js').Outbox, post: import('./post.js').Post, person: number,
   *   socket: () => import('./wire.js').Wire|null, mayReturn: () => boolean,
   *   reached: (reachable: boolean) => void, another: (whose: number|null) => void}} parts
   *   `mayReturn`: the socket is only just gone, HTTP is not worth it yet
   */
  constructor(parts) {
    this.outbox = parts.outbox
    this.post = parts.post
    this.person = parts.person
    this.socket = parts.socket
    this.mayReturn = parts.mayReturn
    this.reached = parts.reached
    this.another = parts.another
  }

  /** Send what waits. Asking while it runs is harmless. */
  run() {
    if (this.#stopped) return Promise.resolve()
    this.#running ??= this.#sendAll()
      .catch(fault => console.warn(fault))
      .finally(() => { this.#running = null })
    return this.#running
  }

  /** Nothing need wait: see whether the server can be reached, so that the page may say so. */
  async look() {
    if (!this.#stopped && !this.socket()) await this.#byHttp()
  }

  stop() {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #sendAll() {
    clearTimeout(this.#timer)
    for (let batch; (batch = this.outbox.batch()).length;) {
      const carry = await this.#carrier()
      if (!carry || !await this.#sendBatch(batch, carry)) return this.#later()
    }
    this.#patience.reset()
  }

  #later() {
    const wait = this.socket() ? this.#patience.next() : SOON
    if (!this.#stopped) this.#timer = setTimeout(() => this.run(), wait)
  }

  /**
   * The way acts may leave just now, if there is one: it answers each of those it is given, or null where no answer came.
   * @returns {Promise<((acts: any[]) => Promise<(any|null)[]>) | null>}
   */
  async #carrier() {
    const wire = this.socket()
    if (wire && await this.#isMine(wire)) return acts => bySocket(wire, acts)
    if (this.#stopped || this.mayReturn()) return null
    return this.#byHttp()
  }

  /** The sign-in may have become another person's since the page was opened: asked once a connection. */
  async #isMine(wire) {
    if (this.#proved.wire !== wire || this.#proved.whose === undefined) {
      this.#proved = { wire, whose: await this.post.whoAmI().catch(() => undefined) }
    }
    return this.#admit(this.#proved.whose)
  }

  async #byHttp() {
    try {
      const whose = await this.post.whoAmI()
      this.reached(true)
      return this.#admit(whose) ? acts => Promise.all(acts.map(act => this.post.send(act).catch(() => null))) : null
    } catch {
      this.reached(false)
      return null
    }
  }

  /** Nothing of this person's may leave under another name. */
  #admit(whose) {
    if (whose !== undefined && whose !== this.person) this.another(whose)
    return whose === this.person
  }

  async #sendBatch(oldest, carry) {
    const batch = this.outbox.depart(oldest)
    if (!batch.length) return true
    const replies = await carry(batch)
    const back = []
    for (const [index, act] of batch.entries()) {
      if (!await this.#settled(act, replies[index])) back.push(act)
    }
    this.outbox.comeBack(back)
    if (back.length < batch.length) this.#patience.reset()
    return !back.length
  }

  async #settled(act, reply) {
    if (!reply || !reply.ok && NOT_NOW.has(reply.code) && this.#hopeful(act)) return false
    this.#faults.delete(act.operation_id)
    return this.outbox.settle(act, reply).then(() => true, () => false)
  }

  /** A fault may pass; one that stays must not hold up everything behind it for ever. */
  #hopeful({ operation_id }) {
    const { count, since } = this.#faults.get(operation_id) ?? { count: 0, since: Date.now() }
    this.#faults.set(operation_id, { count: count + 1, since })
    return count + 1 < MOST_FAULTS || Date.now() - since < TROUBLE
  }
}

/** Several acts go in one message, and are answered in one. */
async function bySocket(wire, acts) {
  try {
    if (acts.length === 1) return [await wire.ask(acts[0].command, acts[0].payload)]
    const reply = await wire.ask('acts', { acts: acts.map(({ command, payload }) => ({ command, payload })) })
    return reply.ok ? reply.answer : acts.map(() => reply)
  } catch {
    return acts.map(() => null)
  }
}
