/** What became of one tablet, noted beside it: it outlives the pages. */
import { NOT_NOW } from '../../../web/static/channels/courier.js'

const PROMPT = 1000

export class Life {
  done = new Map()
  acknowledged = new Map()
  refused = new Map()
  faults = { changed_answers: 0, out_of_order: 0, sent_away: 0, afresh: 0 }
  figures = { drops: 0, spells: 0, reloads: 0, resends: 0 }
  known = []
  #stored = new Set()
  began = {}
  heard = {}

  /** A page begins to listen after `heads`. */
  begin(heads, loaded) {
    this.began = { ...heads }
    this.heard = Object.fromEntries(Object.keys(heads).map(stream => [stream, {}]))
    this.last = { ...heads }
    this.known = loaded
    this.opened = Date.now()
  }

  /** Acts that were answered on this page, which may not know it and send them again; those on what waited left under other words. */
  get again() {
    return [...this.acknowledged.keys()].filter(operation => this.done.get(operation).at > this.opened && !this.done.get(operation).payload.made_by)
  }

  hear({ stream, number, name, body }) {
    if (number !== this.last[stream] + 1) this.faults.out_of_order++
    this.last[stream] = number
    this.heard[stream][number] = (body.comment ?? body.annotation)?.operation_id ?? name
    if (name === 'comment.created') this.known.push(body.comment.id)
  }

  /** The person did something. */
  act(command, payload) {
    this.done.set(payload.operation_id, { command, payload, at: Date.now() })
  }

  /** The device has it. */
  keep({ operation_id }) {
    this.#stored.add(operation_id)
  }

  /** The page goes: what was done a while ago had to be on the device by now. */
  part() {
    for (const [operation, { at }] of this.done) if (at < Date.now() - PROMPT) this.#stored.add(operation)
  }

  settle({ operation_id, command }, { ok, answer, code }) {
    if (!ok && NOT_NOW.has(code)) return
    const before = this.acknowledged.get(operation_id) ?? this.refused.get(operation_id)
    const now = ok ? { command, id: answer.id } : { command, code }
    if (before && (before.id !== now.id || before.code !== now.code)) this.faults.changed_answers++
    else (ok ? this.acknowledged : this.refused).set(operation_id, now)
  }

  /** Remarks on one paragraph have to be recorded in the order in which they were made. */
  get turned() {
    const last = new Map()
    let turned = 0
    for (const [operation, { command, payload: { paragraph } }] of this.done) {
      const id = command === 'comment.create' && this.acknowledged.get(operation)?.id
      if (!id) continue
      if (id < (last.get(paragraph) ?? 0)) turned++
      last.set(paragraph, id)
    }
    return turned
  }

  /** Acts that the device said it had, in which nobody has had a say since. */
  missing(waiting) {
    const there = new Set(waiting)
    return [...this.#stored].filter(operation => !there.has(operation) && !this.acknowledged.has(operation) && !this.refused.has(operation))
  }
}
