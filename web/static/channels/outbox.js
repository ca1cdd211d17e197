/**
 * Acts of one person that the server has not answered yet, oldest first.
 *
 * An act is stored before it is first sent and leaves only when it is acknowledged,
 * or when the person lets a refused one go.
 *
 * @typedef {{operation_id: string, order: number, command: string, payload: any,
 *            refusal: null | Reply}} Act
 * @typedef {{ok: boolean, answer?: any, code?: string, message?: string, current?: any}} Reply as the server gives it
 */
import { newKey } from '../helpers/keys.js'
import { CALLED_BACK, folded, numbered, takenBack, takesAway } from '../models/made_here.js'

const LARGEST_BATCH = 20

/** Acts whose answer is a thing of which later acts may speak. */
const MAKES = new Set(['annotation.create', 'comment.create', 'comment.reply'])

const NEVER_LEFT = { ok: false, code: CALLED_BACK, message: '' }

/** Another page sent what made the thing, and was closed before it could say the number. */
const UNMADE = { ok: false, code: 'act.unmade', message: '' }

/** Bytes of acts that travel together; the server takes messages of 64 KB. */
const HEAVIEST_BATCH = 48 * 1024

/** Acts nobody did on purpose: they are not counted, and a refusal of one is of no interest. */
const QUIET = new Set(['place.keep'])

export class Outbox {
  #acts = []
  /** @type {Promise<Outbox>|null} */
  opened = null
  #sending = new Set()
  #unsent = new Set()
  #answers = new Map()
  #made = new Map()
  #over = new Set()
  #shelf
  #tell
  #settled
  #others

  /**
   * @param {import('./shelf.js').Shelf|import('./memory_shelf.js').MemoryShelf} shelf
   * @param {{changed?: () => void, settled?: (act: Act, reply: any) => void, others?: (told: import('./other_pages.js').Told) => void}} [ears]
   */
  constructor(shelf, { changed = () => {}, settled = () => {}, others = () => {} } = {}) {
    this.#shelf = shelf
    this.#tell = changed
    this.#settled = settled
    this.#others = others
  }

  open() {
    this.opened ??= this.#read()
    return this.opened
  }

  async #read() {
    await this.readAnew()
    return this
  }

  /** Take in what another page of this person has put on the shelf since: it may be closed before it can send it. */
  async readAnew() {
    const stored = await this.#shelf.all()
    const known = new Set([...this.#over, ...this.#acts.map(act => act.operation_id)])
    const others = stored.filter(act => !known.has(act.operation_id))
    if (!others.length) return
    this.#acts = [...others, ...this.#acts].sort((a, b) => a.order - b.order)
    for (const act of this.#acts.filter(({ payload }) => payload.made_by)) this.#withoutMaker(act)
    this.#tell()
  }

  /** @returns {Act[]} acts still to be answered */
  get waiting() {
    return this.#acts.filter(act => !act.refusal)
  }

  get refused() {
    return this.#acts.filter(act => act.refusal && !QUIET.has(act.command))
  }

  /** @returns {number} how many acts the person did that are not with the server yet */
  get count() {
    return this.waiting.filter(act => !QUIET.has(act.command)).length
  }

  sending(operationId) {
    return this.#sending.has(operationId)
  }

  /**
   * Store an act.
   * @returns {{act: Act, stored: Promise<void>, answered: Promise<any>}}
   */
  add(command, payload) {
    const operation_id = payload.operation_id ?? newKey()
    const act = { operation_id, order: this.#nextOrder(), command, payload: { ...payload, operation_id }, refusal: null }
    const made = this.#made.get(payload.made_by)
    if (made) act.payload = numbered(act, made)
    const replaced = QUIET.has(command) ? this.waiting.filter(other => replaces(act, other) && !this.#sending.has(other.operation_id)) : []
    this.#acts.push(act)
    this.#unsent.add(operation_id)
    const answered = new Promise(resolve => this.#answers.set(operation_id, resolve))
    const stored = this.#shelf.put(act)
    if (!QUIET.has(command)) stored.then(() => this.#others({ added: true }), () => {})
    for (const other of replaced) this.#drop(other, { ok: true, answer: null })
    if (act.payload.made_by) this.#withoutMaker(act)
    this.#tell()
    return { act, stored, answered }
  }

  /** The oldest acts that may travel together: two on the same thing never do, so their order cannot turn. */
  batch() {
    const taken = new Set()
    const batch = []
    let weight = 0
    for (const act of this.waiting) {
      const subject = subjectOf(act)
      if (batch.length === LARGEST_BATCH || act.payload.made_by) break   // its thing has no number yet
      if (taken.has(subject)) continue
      weight += weightOf(act)
      if (batch.length && weight > HEAVIEST_BATCH) break
      taken.add(subject)
      batch.push(act)
    }
    return batch
  }

  /** @param {Act[]} acts about to be sent @returns {Act[]} those that have not been called back meanwhile */
  depart(acts) {
    const leaving = acts.filter(act => this.#acts.includes(act))
    for (const { operation_id } of leaving) {
      this.#sending.add(operation_id)
      this.#unsent.delete(operation_id)
    }
    if (leaving.length) this.#others({ departed: leaving.map(({ operation_id }) => operation_id) })
    this.#tell()
    return leaving
  }

  /** Call back an act that was added here and has never been sent. @returns {boolean} whether it could be */
  withdraw(operationId) {
    const act = this.#unsent.delete(operationId) && this.#acts.find(each => each.operation_id === operationId)
    if (!act) return false
    this.#withdrawn(act)
    this.#others({ withdrawn: [operationId] })
    this.#tell()
    return true
  }

  #withdrawn(act) {
    for (const each of [...this.#of(act), act]) this.#drop(each, NEVER_LEFT)
  }

  /** Another page of this person did something with the acts that both have. @param {import('./other_pages.js').Told} told */
  async hear({ added = false, departed = [], withdrawn = [], made = null, settled = null, discarded = null }) {
    for (const operation of departed) this.#unsent.delete(operation)
    for (const operation of withdrawn) this.#over.add(operation)
    for (const act of this.waiting.filter(each => withdrawn.includes(each.operation_id))) {
      if (this.sending(act.operation_id)) this.add(...takenBack(act))   // the two crossed: it is on its way, and so is taken off
      else this.#withdrawn(act)
    }
    if (made) await this.#know(made.operation_id, made)
    if (settled) await this.#heardAnswer(settled)
    if (discarded) await this.#forget(discarded)
    if (added) await this.readAnew()
    this.#tell()
  }

  /** What is under way from here too is answered here too. */
  async #heardAnswer({ operation_id, reply }) {
    const act = this.waiting.find(each => each.operation_id === operation_id)
    if (reply.ok) this.#over.add(operation_id)
    if (act && !this.sending(operation_id)) await this.#take(act, reply)
  }

  /** No answer came: the acts stay, and will be sent again under the same operation id. */
  comeBack(acts) {
    for (const act of acts) this.#sending.delete(act.operation_id)
    this.#tell()
  }

  /** @param {Act} act @param {Reply} reply */
  async settle(act, reply) {
    this.#sending.delete(act.operation_id)
    if (reply.ok) await this.#number(act, reply.answer)
    await this.#take(act, reply)
    this.#others({ settled: { operation_id: act.operation_id, reply } })
    this.#tell()
  }

  #take(act, reply) {
    return reply.ok || QUIET.has(act.command) ? this.#drop(act, reply) : this.#refuse(act, reply)
  }

  /** @returns {Act[]} the acts that wait for the number of what `act` makes */
  #of({ operation_id }) {
    return this.#acts.filter(({ payload }) => payload.made_by === operation_id)
  }

  /** @returns {Act[]} changes said over one that was refused: they would undo what it was refused for */
  #changedOver(act) {
    const { command, payload: { revision } } = act
    return this.waiting.filter(other => other.command === command && other.payload.revision > revision && subjectOf(other) === subjectOf(act))
  }

  /** They are on the shelf with the number before the act that made the thing leaves it. */
  async #number(act, made) {
    if (!made?.id || !MAKES.has(act.command)) return
    const { id, revision } = made
    this.#others({ made: { operation_id: act.operation_id, id, revision } })
    await this.#know(act.operation_id, { id, revision })
  }

  async #know(operationId, made) {
    this.#made.set(operationId, made)
    const later = this.#of({ operation_id: operationId })
    for (const each of later) each.payload = numbered(each, made)
    await Promise.all(later.map(each => this.#shelf.put(each)))
  }

  /** Nothing is to be acted on if what was to be made is not there: it was refused, or nobody here knows of it. */
  #withoutMaker(act) {
    const maker = this.#acts.find(each => each.operation_id === act.payload.made_by)
    if (maker && !maker.refusal || act.refusal) return
    if (maker) this.#fold(maker).then(() => this.#tell())
    else if (takesAway(act)) this.#drop(act, NEVER_LEFT)
    else this.#refuse(act, UNMADE)
  }

  /** A refused act has the last words said of what it was to make or to change; taken back, it goes with them. */
  async #fold(act) {
    const later = [...this.#of(act), ...this.#changedOver(act)]
    const gone = later.some(takesAway)
    if (!gone) act.payload = folded(act.payload, later)
    await (gone ? this.#drop(act, NEVER_LEFT) : this.#shelf.put(act))
    for (const each of later) await this.#drop(each, NEVER_LEFT)
  }

  /** Let a refused act go: mended and sent as a new one, or given up. */
  async discard(operationId) {
    if (!this.refused.some(each => each.operation_id === operationId)) return
    this.#others({ discarded: operationId })
    await this.#forget(operationId)
  }

  async #forget(operationId) {
    this.#over.add(operationId)
    this.#acts = this.#acts.filter(other => other.operation_id !== operationId)
    this.#tell()
    await this.#shelf.remove(operationId)
  }

  /** Forget everything on this device. */
  async wipe() {
    this.#acts = []
    await this.#shelf.wipe()
    this.#tell()
  }

  #nextOrder() {
    const last = this.#acts.at(-1)?.order ?? 0
    return Math.max(last + 1, Date.now() * 1000)   // a clock that was set back must not put a new act before an old one
  }

  async #drop(act, reply) {
    this.#over.add(act.operation_id)
    this.#acts = this.#acts.filter(other => other.operation_id !== act.operation_id)
    this.#answer(act, reply)
    await this.#shelf.remove(act.operation_id)
  }

  /** @param {Act} act @param {Reply} reply */
  async #refuse(act, { code, message, current }) {
    const asSaid = { ...act }
    act.refusal = { ok: false, code, message, current }
    await this.#fold(act)
    this.#answer({ ...asSaid, refusal: act.refusal }, act.refusal)
  }

  #answer(act, reply) {
    this.#settled(act, reply)
    this.#answers.get(act.operation_id)?.(reply)
    this.#answers.delete(act.operation_id)
  }
}

function weightOf({ payload }) {
  return new TextEncoder().encode(JSON.stringify(payload)).length
}

function subjectOf({ command, payload, operation_id }) {
  if (payload.comment) return `comment:${payload.comment}`
  if (payload.annotation) return `annotation:${payload.annotation}`
  if (command === 'comment.create') return `paragraph:${payload.paragraph}`
  if (command === 'place.keep') return `place:${payload.paper}`
  return operation_id
}

function replaces(act, other) {
  return act.command === other.command && act.payload.paper === other.payload.paper
}
