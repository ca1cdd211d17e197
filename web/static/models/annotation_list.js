import { Hidden } from './hidden.js'
import { ahead, isAbout } from './made_here.js'
import { pointsHere, touches } from './ink.js'
import { carriedTo } from './places.js'

/** How near a stroke, in ten-thousandths of the page's width, a finger means it. */
const NEAR_INK = 90

/**
 * The marks on one version of a paper: the person's own, those shared by others, those carried to it from
 * other versions, and those on their way.
 * Facts may come twice and acts may be told again; the list is the same afterwards.
 */
export class AnnotationList {
  #recorded = new Map()
  #hidden = new Hidden()
  #removed = new Set()
  #acts = new Map()
  #opened = Date.now() * 1000
  /** Whether what was made before this page was opened is here. */
  loaded = false

  /** @param {{version: number, me: {person: number, name: string}}} where */
  constructor({ version, me }) {
    this.version = version
    this.me = me
  }

  /** What is given is all there is: what one no longer sees goes. */
  load(annotations) {
    this.loaded = true
    this.#recorded.clear()
    this.#hidden.clear()
    for (const annotation of annotations) this.confirm(annotation)
  }

  /** @returns {boolean} whether anything changed */
  confirm(annotation) {
    const here = annotation.version === this.version || carriedTo(this.version, annotation)
    if (!here || this.#removed.has(annotation.id) || this.#hidden.precedes(annotation)) return false
    const known = this.#recorded.get(annotation.id)
    if (known && known.revision > annotation.revision) return false
    this.#recorded.set(annotation.id, annotation)
    return true
  }

  /** It is gone for everybody, and does not come back. */
  remove(id) {
    this.#removed.add(id)
    return this.#recorded.delete(id)
  }

  /** It is no longer shown to others; it remains the creator's own. Who knows it at that revision was told otherwise. */
  hide(id, revision) {
    const known = this.#recorded.get(id)
    if (known && this.#isMine(known)) return false
    this.#hidden.note(id, revision)
    return known?.revision < revision && this.#recorded.delete(id)
  }

  expect(act) {
    if (act.command.startsWith('annotation.')) this.#acts.set(act.operation_id, { ...act, state: act.sending ? 'sending' : 'waiting' })
  }

  refuse(operationId) {
    this.#acts.delete(operationId)   // a refused mark is not drawn; the outbox keeps its words
  }

  settle(operationId, annotation) {
    const act = this.#acts.get(operationId)
    this.#acts.delete(operationId)
    if (act?.command === 'annotation.remove') this.remove(act.payload.annotation)
    else if (annotation?.id && !this.#isOlder(act)) this.confirm(annotation)
  }

  /** Done before this page was opened: its answer may be of long ago, and the mark be gone since; a fact or the load tells of it. */
  #isOlder(act) {
    return act?.order < this.#opened
  }

  follow(pending) {
    this.#acts.clear()
    for (const act of pending) this.expect(act)
  }

  /** All marks that stand on this version, in reading order. */
  get all() {
    return this.#everything.filter(({ target }) => target).sort(inReadingOrder)
  }

  /** Those made on another version that found no place on this one. */
  get unplaced() {
    return this.#everything.filter(({ target }) => !target).sort((one, other) => (one.id ?? Infinity) - (other.id ?? Infinity) || 0)   // in whichever order they came
  }

  get #everything() {
    const mineRecorded = new Set([...this.#recorded.values()].filter(each => this.#isMine(each)).map(each => each.operation_id))
    const acts = [...this.#acts.values()]
    const later = acts.filter(({ payload }) => payload.annotation || payload.made_by)
    const leaving = new Set(later.filter(act => act.command === 'annotation.remove').map(({ payload }) => payload.annotation ?? payload.made_by))
    const known = [...this.#recorded.values()].filter(each => !leaving.has(each.id) && !(this.#isMine(each) && leaving.has(each.operation_id))).map(each => this.#known(each, later))
    const coming = acts.filter(act => act.command === 'annotation.create' && act.payload.version === this.version && !mineRecorded.has(act.operation_id) && !leaving.has(act.operation_id))
    return [...known, ...coming.map(act => this.#coming(act, later))]
  }

  on(page) {
    return this.all.filter(({ target }) => target.boxes.some(([number]) => number === page))
  }

  /** The strokes on a page, as they were drawn: the later over the earlier. */
  inkOn(page) {
    return this.#everything.filter(({ ink, target }) => ink && target?.boxes[0][0] === page)
  }

  /** One's own mark that an act made. */
  madeBy(operationId) {
    return this.#everything.find(each => each.mine && each.operation_id === operationId)
  }

  find(key) {
    return this.all.find(each => each.key === key)
  }

  /** The mark under a point of a page; a stroke only where its line is, not all that it goes round. */
  at(page, x, y, ratio = Math.SQRT2) {
    const stroke = this.inkOn(page).findLast(mark => touches(pointsHere(mark), ratio, { x, y }, { x, y }, Math.max(NEAR_INK, mark.ink.width / 2)))
    return stroke ?? this.on(page).findLast(({ ink, target }) => !ink && target.boxes.some(([number, x0, y0, x1, y1]) =>
      number === page && x >= x0 && x <= x1 && y >= y0 && y <= y1))
  }

  #isMine({ creator }) {
    return creator.person === this.me.person
  }

  #known(annotation, acts) {
    return { ...annotation, state: null, ...this.#changed(annotation, acts), ...this.#placeOf(annotation, acts), key: `n${annotation.id}`, mine: this.#isMine(annotation) }
  }

  /** What waits is done to the mark already. */
  #changed(mark, acts) {
    const about = acts.filter(({ payload }) => isAbout('annotation', payload, mark))
    const changes = about.filter(({ command }) => command === 'annotation.change')
    const changed = Object.assign({}, ...changes.map(({ payload: { note, color, visibility, people } }) =>
      Object.fromEntries(Object.entries({ note, color, visibility, people: people && named(people) }).filter(([, value]) => value !== undefined))))
    if ('note' in changed) changed.html = null   // what the server cleaned is of the words before
    if (changes.length) changed.state = changes.at(-1).state
    return { ...changed, revision: mark.revision + ahead(mark, about.filter(({ command }) => MOVES_ON.has(command))).length }
  }

  /** `made` is what was marked where it was made. */
  #placeOf(annotation, acts) {
    const byHand = acts.findLast(({ command, payload }) => command === 'annotation.place' && payload.annotation === annotation.id && payload.version === this.version)
    const carried = byHand ? { rung: 'by_hand', target: byHand.payload.target } : carriedTo(this.version, annotation)
    return { made: annotation.target, target: carried ? carried.target : annotation.target, rung: carried?.rung ?? null }
  }

  #coming({ payload, operation_id, state }, acts) {
    const mark = { ...payload, people: named(payload.people ?? []), operation_id, key: `a${operation_id}`, id: null, revision: 0, html: null, mine: true, creator: { person: this.me.person, name: this.me.name } }
    return { ...mark, state, ...this.#changed(mark, acts) }
  }
}

/** Whatever is done next to a mark is done over what waits: each of these makes one revision more. */
const MOVES_ON = new Set(['annotation.change', 'annotation.place'])

/** People as the server tells them; what they are called is known once it does. */
const named = people => people.map(person => ({ person, name: '' }))

/** Where a mark begins; a note beside a page as a whole begins with the page. */
export const beginning = ({ target: { page, boxes: [first] } }) => first ?? [page, 0, 0, 0, 0]

function inReadingOrder(one, other) {
  const [a, b] = [beginning(one), beginning(other)]
  return a[0] - b[0] || a[2] - b[2] || a[1] - b[1]
}
