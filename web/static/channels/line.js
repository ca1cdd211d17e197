/** The live meeting as one page sees it: facts arrive once and in order, acts leave once and are never lost. */
import { BackOff } from '../models/back_off.js'
import { Listeners } from '../models/listeners.js'
import { Courier, NOT_NOW } from './courier.js'
import { MeetingRecord } from './meeting_record.js'

const QUIET_AFTER = 12_000
const SLEPT = 5_000

export class Line {
  #listeners = new Listeners()
  #backOff = new BackOff()
  #patience = new BackOff({ least: 2500, most: 15_000 })
  #wire = null
  #joined = false
  /** @type {'online'|'connecting'|'offline'} */
  #status = 'connecting'
  #failures = 0
  #askAt = 0
  #ticked = Date.now()
  #timers = {}
  #ended = false

  /**
   * @param {{meeting: number|null, person: number, outbox: import('./outbox.js').Outbox,
   *   dial: (ends: any) => import('./wire.js').Wire, post: import('./post.js').Post,
   *   leave?: (path: string, notice?: any) => void, reload?: () => void}} parts
   */
  constructor(parts) {
    this.meeting = parts.meeting
    this.person = parts.person
    this.outbox = parts.outbox
    this.dial = parts.dial
    this.post = parts.post
    this.leave = parts.leave
    this.reload = parts.reload
    this.record = new MeetingRecord({ meeting: this.meeting, apply: fact => this.#apply(fact), afresh: () => this.#loadAfresh() })
    this.courier = new Courier({
      outbox: this.outbox, post: this.post, person: this.person,
      socket: () => this.#joined && this.#wire?.open ? this.#wire : null,
      mayReturn: () => Boolean(this.meeting) && this.#failures < 2,
      reached: reachable => { if (this.#status !== 'online') this.#become(reachable ? 'connecting' : 'offline') },
      another: whose => whose === null ? this.#end({ code: 'sign_in.ended' }) : this.reload?.(),
    })
  }

  // Watching

  /** @param {string} name a fact's name, '*', 'status', 'acts', 'settled', 'signal', 'reload' or 'ended'
   *  @param {(...told: any[]) => void} handler @param {{signal?: AbortSignal}} [life] */
  on(name, handler, { signal } = {}) {
    return this.#listeners.on(name, handler, signal)
  }

  /** @returns {'online'|'connecting'|'offline'} */
  get status() {
    return this.#status
  }

  /** @returns {Record<string, number>} how far this page has come in each stream */
  get heads() {
    return this.record.heads
  }

  get waiting() {
    return this.outbox.count
  }

  /** Acts not answered yet, each with `sending`. */
  get pending() {
    return this.outbox.waiting.map(act => ({ ...act, sending: this.outbox.sending(act.operation_id) }))
  }

  get refused() {
    return this.outbox.refused
  }

  // Life

  start() {
    if (this.#ended) return
    this.#timers.tick = setInterval(() => this.#tick(), 1000)
    if (this.meeting) this.#connect()
    else this.courier.run()
  }

  /** Begin from `heads`, the numbers that came with the loaded state; resolves when caught up, or when there is no line. */
  async join(heads) {
    this.record.begin(heads)
    const settled = new Promise(resolve => {
      const off = this.on('joined', () => { off(); resolve(true) })
      setTimeout(() => { off(); resolve(this.#joined) }, 5000)
    })
    if (this.#wire?.open) this.#catchUp().catch(() => {})
    else this.#connect()
    return settled
  }

  /** The tablet slept, came back into view or found a network: see at once whether the line is alive. */
  async wake() {
    if (this.#ended || !this.meeting) return this.courier.run()
    if (!this.#wire) {
      this.#backOff.reset()
      return this.#connect()
    }
    if (!this.#wire.open) return this.#wire.dead && this.#wire.drop('asleep')
    const wire = this.#wire
    try {
      await this.#catchUp(3000)
    } catch {
      if (wire === this.#wire) wire.drop('asleep')
    }
  }

  stop() {
    this.#ended = true
    Object.values(this.#timers).forEach(timer => { clearInterval(timer); clearTimeout(timer) })
    this.courier.stop()
    const wire = this.#wire
    this.#wire = null
    wire?.drop('stopped')
  }

  // Acting

  /**
   * Do something. The act is stored on this device first; the answer comes when the server has it.
   * @returns {Promise<import('./outbox.js').Reply>}
   */
  send(command, payload) {
    return this.begin(command, payload).answered
  }

  /** As `send`, for whoever may call the act back: with the operation id it goes under. */
  begin(command, payload) {
    const { act, stored, answered } = this.outbox.add(command, payload)
    stored.catch(fault => console.warn(fault)).then(() => this.courier.run())
    return { operationId: act.operation_id, answered }
  }

  /** Say something that passes: only over an open line, never kept. @returns {boolean} whether it went out */
  whisper(name, payload) {
    return this.#joined && Boolean(this.#wire?.whisper(name, payload))
  }

  /** Call back an act that has not left this device. @returns {boolean} false when it has */
  withdraw(operationId) {
    return this.outbox.withdraw(operationId)
  }

  discard(operationId) {
    return this.outbox.discard(operationId)
  }

  /** Send what waits, for at most `patience` milliseconds. @returns {Promise<number>} how many acts still wait */
  async finish(patience = 6000) {
    const end = Date.now() + patience
    while (this.waiting && Date.now() < end) {
      this.courier.run()
      await new Promise(resolve => setTimeout(resolve, 150))
    }
    return this.waiting
  }

  /** The outbox changed: an act came in, left or was answered. */
  acted() {
    this.#listeners.tell('acts')
  }

  /** The server answered `act`. */
  settled(act, reply) {
    this.#listeners.tell('settled', act, reply)
  }

  // The connection

  #connect() {
    clearTimeout(this.#timers.connect)
    if (this.#wire || this.#ended || !this.meeting) return
    const wire = this.#wire = this.dial({
      person: this.person,
      opened: () => this.#catchUp().catch(() => { this.#askAt = Date.now() + this.#patience.next() }),
      lost: () => this.#lostWire(wire),
      heard: (name, body) => this.#heard(name, body),
    })
  }

  #lostWire(wire) {
    if (wire !== this.#wire) return
    this.#wire = null
    this.#joined = false
    this.record.lose()
    if (this.#ended) return
    this.#failures++
    if (this.#status === 'online') this.#become('connecting')
    this.#timers.connect = setTimeout(() => this.#connect(), this.#backOff.next())
    if (this.#failures > 1) this.outbox.waiting.length ? this.courier.run() : this.courier.look()
  }

  #tick() {
    const now = Date.now()
    const slept = now - this.#ticked > SLEPT
    this.#ticked = now
    if (slept && !globalThis.document?.hidden) return this.wake()
    if (this.#wire?.dead) return this.#wire.drop('zombie')
    const silent = !this.#joined || now - this.#wire?.heardAt > QUIET_AFTER
    if (!this.#wire?.open || !silent || now < this.#askAt) return
    this.#askAt = now + this.#patience.next()   // a live engine is only asked again: a busy server is not helped by a storm
    this.#catchUp().catch(() => {})
  }

  // The record

  #heard(name, body) {
    if (name === 'facts' && this.record.arrive(body) && this.#joined) this.#catchUp().catch(() => {})
    if (name === 'heads' && this.#joined && this.record.behind(body)) this.#catchUp().catch(() => {})
    if (name === 'signal') this.#listeners.tell('signal', body)
    if (name === 'ended') this.#end(body)
  }

  #apply(fact) {
    this.#listeners.tell(fact.name, fact.body, fact)
    this.#listeners.tell('*', fact)
  }

  async #catchUp(patience) {
    const wire = this.#wire
    const refusal = await this.record.read(wire, patience)
    if (wire !== this.#wire) return
    if (!refusal) return this.#caughtUp()
    if (NOT_NOW.has(refusal.code)) throw new Error(refusal.code)
    this.#end(refusal)
  }

  #caughtUp() {
    this.#joined = true
    this.#failures = this.#askAt = 0
    this.#backOff.reset()
    this.#patience.reset()
    this.#become('online')
    this.#listeners.tell('joined')
    this.courier.run()
  }

  #loadAfresh() {
    if (!this.#listeners.tell('reload')) this.reload?.()
  }

  /** Drafts and unsent acts are on the device already; nothing is lost by leaving. */
  #end(notice) {
    if (this.#ended || notice?.meeting && notice.meeting !== this.meeting) return
    this.#become('offline')
    this.#listeners.tell('ended', notice)
    this.stop()
    this.leave?.(`${notice?.code}`.startsWith('sign_in') ? '/sign-in' : '/meetings', notice)
  }

  #become(status) {
    if (status === this.#status) return
    this.#status = status
    this.#listeners.tell('status', status)
  }
}
