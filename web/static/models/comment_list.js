import { Hidden } from './hidden.js'
import { ahead, isAbout } from './made_here.js'
import { carriedTo } from './places.js'

/**
 * The comments of one version of a paper: those made on it, those carried to it from other versions, and the
 * person's own that are on their way. Facts may come twice and acts may be told again; the list is the same afterwards.
 *
 * @typedef {{key: string, id: number|null, paragraph: number|null, carried: {rung: string, from: number}|null, parent: number|null, creator: any, created: string,
 *   text: string, html: string|null, visibility: string, withdrawn: boolean, answer: any|null, mine: boolean,
 *   state: null|'waiting'|'sending'|'refused', refusal: any|null, operation: string|null, change: any|null,
 *   revision: number|null, replies: Entry[]}} Entry
 */
export class CommentList {
  #recorded = new Map()
  #hidden = new Hidden()
  #acts = new Map()

  /** @param {{version: number, me: {person: number, name: string}}} where */
  constructor({ version, me }) {
    this.version = version
    this.me = me
  }

  /** What is given is all there is: what one no longer sees goes. */
  load(comments) {
    this.#recorded.clear()
    this.#hidden.clear()
    for (const comment of comments) this.confirm(comment)
  }

  /** @returns {boolean} whether anything changed */
  confirm(comment) {
    if (!this.#belongs(comment) || this.#hidden.precedes(comment)) return false
    const known = this.#recorded.get(comment.id)
    if (known && known.revision > comment.revision) return false
    this.#recorded.set(comment.id, comment)
    return true
  }

  /** It is no longer for those who heard this; who knows it at that revision was told otherwise. */
  hide(id, revision) {
    this.#hidden.note(id, revision)
    return this.#recorded.get(id)?.revision < revision && this.#recorded.delete(id)
  }

  get(id) {
    return this.#recorded.get(id)
  }

  /** @returns {any[]} the replies to a remark that the server has */
  repliesOf(id) {
    return [...this.#recorded.values()].filter(({ parent }) => parent === id)
  }

  /** Where a remark that the server has stands in this version. @returns {{paragraph: number|null}} */
  placeOf(comment) {
    return this.#placeOf(comment, [])
  }

  /** An act of the person that the server has not answered. */
  expect(act) {
    if (act.command.startsWith('comment.')) this.#acts.set(act.operation_id, { ...act, state: act.sending ? 'sending' : 'waiting' })
  }

  refuse(operationId, refusal) {
    const act = this.#acts.get(operationId)
    if (act) Object.assign(act, { state: 'refused', refusal })
  }

  /** The server answered: what it recorded takes the place of what was expected. */
  settle(operationId, comment) {
    this.#acts.delete(operationId)
    if (comment?.id) this.confirm(comment)
  }

  /** Take over what the outbox holds. */
  follow(pending, refused) {
    this.#acts.clear()
    for (const act of [...pending, ...refused]) this.expect(act)
    for (const act of refused) this.refuse(act.operation_id, act.refusal)
  }

  /** @returns {Entry[]} the remarks on a paragraph, oldest first, each with its replies */
  under(paragraph) {
    return this.#entries().filter(entry => entry.parent === null && entry.paragraph === paragraph && worthShowing(entry))
  }

  /** @returns {Entry[]} those made on another version that found no place on this one */
  get unplaced() {
    return this.#entries().filter(entry => entry.parent === null && entry.paragraph === null && !entry.withdrawn)
  }

  /** @returns {number[][]} the places pointed out on a page that is one unit by itself */
  regionsOn(page) {
    return this.#entries().filter(({ parent, withdrawn, target }) => parent === null && !withdrawn && target?.region?.[0] === page).map(({ target }) => target.region)
  }

  /** @returns {number} how many remarks stand beside a paragraph */
  count(paragraph) {
    return this.counts().get(paragraph) ?? 0
  }

  /** @returns {Map<number, number>} */
  counts() {
    const counts = new Map()
    for (const { parent, withdrawn, state, paragraph } of this.#entries()) {
      if (parent === null && paragraph !== null && !withdrawn && state !== 'refused') counts.set(paragraph, (counts.get(paragraph) ?? 0) + 1)
    }
    return counts
  }

  #entries() {
    const mineRecorded = new Set([...this.#recorded.values()].filter(each => each.creator.person === this.me.person).map(each => each.operation_id))
    const acts = [...this.#acts.values()].filter(act => !mineRecorded.has(act.operation_id))
    const entries = [
      ...[...this.#recorded.values()].sort((a, b) => a.id - b.id).map(comment => this.#known(comment, acts)),
      ...acts.filter(isNew).map(act => this.#coming(act, acts)).filter(Boolean),
    ]
    for (const entry of entries) entry.replies = entries.filter(other => entry.id !== null && other.parent === entry.id)
    return entries
  }

  #belongs({ version, places, parent }) {
    return version === this.version || this.version in (places ?? {}) || this.#recorded.has(parent)
  }

  /** A reply stands where its comment stands. */
  #placeOf(comment, acts) {
    const root = this.#recorded.get(comment.parent) ?? comment
    const byHand = acts.findLast(({ command, payload, state }) => command === 'comment.place' && payload.comment === root.id && payload.version === this.version && state !== 'refused')
    if (byHand) return { paragraph: byHand.payload.paragraph, carried: { rung: 'by_hand', from: root.version_number } }
    const carried = carriedTo(this.version, root)
    return carried ? { paragraph: carried.paragraph, carried: { rung: carried.rung, from: root.version_number } } : { paragraph: root.paragraph, carried: null }
  }

  #known(comment, acts) {
    const mine = comment.creator.person === this.me.person
    return {
      ...comment, made: comment.paragraph, ...this.#placeOf(comment, acts), key: keyOf(comment, mine), mine,
      state: null, refusal: null, operation: null, replies: [], ...changed(comment, acts),
    }
  }

  #coming({ command, payload, operation_id, order, state, refusal }, acts) {
    const root = command === 'comment.reply' ? this.#recorded.get(payload.comment) : null
    if (command === 'comment.reply' && !root) return null
    const coming = { id: null, operation_id, revision: 0, text: payload.text, html: null, visibility: root?.visibility ?? payload.visibility }
    const after = changed(coming, acts)
    return {
      ...coming, key: keyOf(coming, true), ...(root ? this.#placeOf(root, []) : { paragraph: payload.paragraph, carried: null }), target: { region: payload.region ?? null }, parent: root?.id ?? null,
      creator: { person: this.me.person, name: this.me.name }, created: new Date(order / 1000).toISOString(),
      withdrawn: after.change?.command === 'comment.withdraw', answer: null, mine: true,
      state, refusal: refusal ?? null, operation: operation_id, replies: [], ...after,
    }
  }
}

/** One's own remark is the same on its way and once it has arrived. */
const keyOf = ({ id, operation_id }, mine) => mine && operation_id ? `a${operation_id}` : `c${id}`

/** A remark as what waits will leave it, and the last that was done to it and is not with the server yet. */
function changed(comment, acts) {
  const about = acts.filter(({ payload }) => (payload.comment || payload.made_by) && isAbout('comment', payload, comment))
  const last = about.findLast(({ command }) => CHANGES.has(command))
  const waiting = about.filter(({ command, state }) => MOVES_ON.has(command) && state !== 'refused')
  const said = waiting.filter(({ command }) => command === 'comment.change').map(({ payload }) => payload)
  const text = said.findLast(each => each.text !== undefined)?.text
  return {
    revision: comment.revision + ahead(comment, waiting).length, html: text === undefined ? comment.html : null, text: text ?? comment.text,
    visibility: said.findLast(each => each.visibility)?.visibility ?? comment.visibility,
    change: last ? { ...last.payload, command: last.command, state: last.state, refusal: last.refusal, operation: last.operation_id } : null,
  }
}

const CHANGES = new Set(['comment.change', 'comment.withdraw', 'comment.answer'])

/** Whatever is done next to a remark is done over what waits: each of these makes one revision more. */
const MOVES_ON = new Set([...CHANGES, 'comment.place'])

const isNew = ({ command }) => command === 'comment.create' || command === 'comment.reply'

const worthShowing = entry => !entry.withdrawn || entry.replies.some(reply => !reply.withdrawn) || entry.answer !== null
