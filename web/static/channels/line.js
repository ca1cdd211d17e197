/** The live meeting as one page sees it: facts arrive once and in order, acts leave once and are never lost. */
import { BackOff } from '../models/back_off.js'
import { Listeners } from '../models/listeners.js'
import { StreamHeads } from '../models/stream_heads.js'

/** Refusals that say "not now" rather than "no": the act is sent again. */
const NOT_NOW = new Set(['fault', 'network.unreachable'])
const QUIET_AFTER = 12_000
const SLEPT = 5_000
const MOST_FAULTS = 5

export class Line {
  #listeners = new Listeners()
  #backOff = new BackOff()
  #patience = new BackOff({ least: 5000, most: 40_000 })
  #heads = null
  #wire = null
  #joined = false
  #catching = null
  #epoch = null
  #status = 'connecting'
  #failures = 0
  #faults = new Map()
  #draining = null
  #sameperson = null
  #askAt = 0
  #ticked = Date.now()
  #timers = {}
  #ended = false

  /**
   * @param {{meeting: number|null, person: number, outbox: import('./outbox.js').Outbox,
   *   dial: (ends: object) => import('./wire.js').Wire, post: import('./post.js').Post,
   *   leave?: (path: string) => void, reload?: () => void}} parts
   */
  constructor(parts) {
    Object.assign(this, parts)
  }

  // Watching

  /** @param {string} name a fact's name, '*', 'status', 'acts', 'settled', 'signal', 'reload' or 'ended' */
  on(name, handler, { signal } = {}) {
    return this.#listeners.on(name, handler, signal)
  }

  /** @returns {'online'|'connecting'|'offline'} */
  get status() {
    return this.#status
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
    this.#timers.tick = setInterval(() => this.#tick(), 1000)
    if (this.meeting) this.#connect()
    else this.#drain()
    return this
  }

  /** Begin from `heads`, the numbers that came with the loaded state, and resolve when caught up, or when there is no line. */
  async join(heads) {
    this.#heads = new StreamHeads(heads)
    const settled = new Promise(resolve => {
      const done = () => resolve(this.#joined)
      this.on('joined', done)
      setTimeout(done, 5000)
    })
    if (this.#wire?.open) this.#catchUp().catch(() => {})
    else this.#connect()
    return settled
  }

  /** The tablet slept, came back into view or found a network: see at once whether the line is alive. */
  async wake() {
    if (this.#ended || !this.meeting) return this.#drain()
    if (!this.#wire) {
      this.#backOff.reset()
      return this.#connect()
    }
    if (!this.#wire.open) return this.#wire.drop('asleep')
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
    const wire = this.#wire
    this.#wire = null
    wire?.drop('stopped')
  }

  // Acting

  /**
   * Do something. The act is stored on this device first; the answer comes when the server has it.
   * @returns {Promise<{ok: boolean, answer?: any, code?: string, message?: string, current?: object}>}
   */
  send(command, payload) {
    const { stored, answered } = this.outbox.add(command, payload)
    stored.catch(fault => console.warn(fault)).then(() => this.#drain())
    return answered
  }

  discard(operationId) {
    return this.outbox.discard(operationId)
  }

  /** Send what waits, for at most `patience` milliseconds. @returns {Promise<number>} how many acts still wait */
  async finish(patience = 6000) {
    const end = Date.now() + patience
    while (this.waiting && Date.now() < end) {
      this.#drain()
      await new Promise(resolve => setTimeout(resolve, 150))
    }
    return this.waiting
  }

  // The line

  #connect() {
    clearTimeout(this.#timers.connect)
    if (this.#wire || this.#ended || !this.meeting) return
    if (this.#status === 'online') this.#become('connecting')
    const wire = this.#wire = this.dial({
      person: this.person,
      opened: () => this.#opened(wire),
      lost: () => this.#lostWire(wire),
      heard: (name, body) => this.#heard(name, body),
    })
  }

  async #opened(wire) {
    this.#sameperson = null
    try {
      await this.#catchUp()
    } catch (fault) {
      if (wire === this.#wire) this.#askAt = Date.now() + this.#patience.next()
    }
  }

  #lostWire(wire) {
    if (wire !== this.#wire) return
    this.#wire = null
    this.#joined = false
    this.#catching = null
    if (this.#ended) return
    this.#failures++
    if (this.#status === 'online') this.#become('connecting')
    this.#timers.connect = setTimeout(() => this.#connect(), this.#backOff.next())
    if (this.#failures > 1) this.#drain()
  }

  #tick() {
    const now = Date.now()
    const slept = now - this.#ticked > SLEPT
    this.#ticked = now
    if (slept && !globalThis.document?.hidden) return this.wake()
    if (!this.#wire || !this.#joined && now < this.#askAt) return
    if (this.#joined && now - this.#wire.heardAt < QUIET_AFTER) return
    this.#doubt(now)
  }

  /** The line has been silent for too long. A dead engine is replaced; a live one is only asked again: a busy server is not helped by a storm. */
  #doubt(now) {
    if (this.#wire.dead) return this.#wire.drop('zombie')
    if (!this.#wire.open || now < this.#askAt) return
    this.#askAt = now + this.#patience.next()
    this.#catchUp().catch(() => {})
  }

  // Facts

  #heard(name, body) {
    if (name === 'facts') this.#arrive(body)
    else if (name === 'heads') this.#compare(body)
    else if (name === 'signal') this.#listeners.tell('signal', body)
    else if (name === 'ended') this.#end(body)
  }

  #arrive(facts) {
    let gap = false
    for (const fact of facts) {
      if (!this.#heads) return
      const taken = this.#heads.offer(fact)
      gap ||= taken.gap
      this.#apply(taken.ready)
    }
    if (gap && this.#joined) this.#catchUp().catch(() => {})
  }

  #compare(heads) {
    if (this.#joined && this.#heads?.behind(heads)) this.#catchUp().catch(() => {})
  }

  #apply(facts) {
    for (const fact of facts) {
      this.#listeners.tell(fact.name, fact.body, fact)
      this.#listeners.tell('*', fact)
    }
  }

  #catchUp(patience = 10_000) {
    this.#catching ??= this.#readRecord(this.#wire, patience).finally(() => { this.#catching = null })
    return this.#catching
  }

  async #readRecord(wire, patience) {
    const from = this.#heads
    let reply, more
    do {
      reply = await wire.ask('meeting.join', { meeting: this.meeting, since: this.#heads?.since ?? null }, patience)
      if (!reply.ok) return this.#notAdmitted(reply)
      if (this.#startsAfresh(reply.answer)) return this.#loadAfresh()
      const { ready, broken } = this.#heads?.take(reply.answer.facts) ?? { ready: [] }
      this.#apply(ready)
      if (broken) return this.#loadAfresh()
      more = reply.answer.more && ready.length
    } while (more)
    if (from !== this.#heads) return this.#readRecord(wire, patience)   // the state was loaded meanwhile
    if (wire === this.#wire) this.#caughtUp(reply.answer.heads)
  }

  #caughtUp(heads) {
    const { ready, broken } = this.#heads?.close(heads) ?? { ready: [] }
    this.#apply(ready)
    if (broken) return this.#loadAfresh()
    this.#joined = true
    this.#failures = 0
    this.#backOff.reset()
    this.#patience.reset()
    this.#askAt = 0
    this.#become('online')
    this.#listeners.tell('joined')
    this.#drain()
  }

  #startsAfresh({ epoch }) {
    const changed = this.#epoch !== null && epoch !== this.#epoch
    this.#epoch = epoch
    return changed
  }

  #loadAfresh() {
    if (!this.#listeners.tell('reload')) this.reload?.()
  }

  #notAdmitted(reply) {
    if (NOT_NOW.has(reply.code)) throw new Error(reply.code)
    this.#end(reply)
  }

  /** Drafts and unsent acts are on the device already; nothing is lost by leaving. */
  #end(notice) {
    if (this.#ended || notice?.meeting && notice.meeting !== this.meeting) return
    this.#become('offline')
    this.#listeners.tell('ended', notice)
    this.stop()
    this.leave?.(`${notice?.code}`.startsWith('sign_in') ? '/sign-in' : '/meetings', notice)
  }

  // Acts

  #drain() {
    if (this.#ended) return Promise.resolve()
    this.#draining ??= this.#sendWaiting()
      .catch(fault => console.warn(fault))
      .finally(() => { this.#draining = null })
    return this.#draining
  }

  async #sendWaiting() {
    clearTimeout(this.#timers.drain)
    for (let batch; (batch = this.outbox.batch()).length;) {
      const carry = await this.#carrier()
      if (!carry || !await this.#sendBatch(batch, carry)) return this.#sendLater()
    }
    this.#patience.reset()
  }

  /** @returns {Promise<((act: object) => Promise<object>) | null>} the way acts may leave just now, if there is one */
  async #carrier() {
    const wire = this.#wire
    if (this.#joined && wire?.open) {
      this.#sameperson ??= this.post.whoAmI().catch(() => undefined)
      const whose = await this.#sameperson
      if (whose === undefined) this.#sameperson = null   // not told: ask again before anything leaves
      if (this.#isAnother(whose)) return null
      if (whose === this.person) return act => wire.ask(act.command, act.payload)
    }
    if (this.meeting && this.#failures < 2) return null
    return this.#httpCarrier()
  }

  async #httpCarrier() {
    try {
      const whose = await this.post.whoAmI()
      if (this.#isAnother(whose) || whose !== this.person) return null
      if (this.#status === 'offline') this.#become('connecting')
      return act => this.post.send(act)
    } catch {
      if (this.#status !== 'online') this.#become('offline')
      return null
    }
  }

  /** Another person signed in on this device: nothing of this one's may leave under that name. */
  #isAnother(whose) {
    if (whose === null) this.#end({ code: 'sign_in.ended' })
    else if (whose !== undefined && whose !== this.person) this.#loadAfresh()
    return whose !== undefined && whose !== this.person
  }

  async #sendBatch(batch, carry) {
    this.outbox.depart(batch)
    const sent = await Promise.all(batch.map(act => this.#sendOne(act, carry)))
    const back = batch.filter((_act, index) => !sent[index])
    this.outbox.comeBack(back)
    return !back.length
  }

  async #sendOne(act, carry) {
    try {
      const reply = await carry(act)
      if (!reply.ok && NOT_NOW.has(reply.code) && this.#hopeful(act)) return false
      this.#faults.delete(act.operation_id)
      await this.outbox.settle(act, reply)
      return true
    } catch {
      return false
    }
  }

  /** A fault may pass; one that stays must not hold up everything behind it for ever. */
  #hopeful({ operation_id }) {
    const faults = (this.#faults.get(operation_id) ?? 0) + 1
    this.#faults.set(operation_id, faults)
    return faults < MOST_FAULTS
  }

  #sendLater() {
    clearTimeout(this.#timers.drain)
    const soon = !this.#joined
    this.#timers.drain = setTimeout(() => this.#drain(), soon ? 2000 : this.#patience.next())
  }

  #become(status) {
    if (status === this.#status) return
    this.#status = status
    this.#listeners.tell('status', status)
  }

  /** The outbox changed: an act came in, left or was answered. */
  acted() {
    this.#listeners.tell('acts')
  }

  /** The server answered `act`. */
  settled(act, reply) {
    this.#listeners.tell('settled', act, reply)
  }
}
