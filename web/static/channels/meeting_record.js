/** Follows the record of a meeting: facts in order, each once, a hole filled by asking, the whole loaded afresh when it is another record. */
import { StreamHeads } from '../models/stream_heads.js'

export class MeetingRecord {
  #heads = null
  #epoch = null
  #reading = null

  /** @param {{meeting: number, apply: (fact: any) => void, afresh: () => void}} parts */
  constructor(parts) {
    this.meeting = parts.meeting
    this.apply = parts.apply
    this.afresh = parts.afresh
  }

  /** @param {Record<string, number>} heads what the loaded state already contains */
  begin(heads) {
    this.#heads = new StreamHeads(heads)
  }

  get heads() {
    return this.#heads?.since ?? {}
  }

  /** @returns {boolean} whether a fact is missing in between */
  arrive(facts) {
    let gap = false
    for (const fact of this.#heads ? facts : []) {
      const offered = this.#heads.offer(fact)
      gap ||= offered.gap
      offered.ready.forEach(this.apply)
    }
    return gap
  }

  /** @returns {boolean} whether the server has more than has come here */
  behind(heads) {
    return Boolean(this.#heads?.behind(heads))
  }

  /** The line is gone; what was being read over it does not come. */
  lose() {
    this.#reading = null
  }

  /**
   * Join and read what came since, once however many ask.
   * @returns {Promise<null | {code: string, message: string}>} the refusal, if there was one; rejects when no answer came
   */
  read(wire, patience = 10_000) {
    if (this.#reading) return this.#reading
    const reading = this.#read(wire, patience).finally(() => { if (this.#reading === reading) this.#reading = null })
    this.#reading = reading
    return reading
  }

  async #read(wire, patience) {
    const from = this.#heads
    for (let more = true; more;) {
      const since = from?.since ?? null
      const reply = await wire.ask('meeting.join', { meeting: this.meeting, since }, patience)
      if (!reply.ok) return reply
      if (this.#isAnother(reply.answer.epoch) || !this.#take(reply.answer, since)) return this.#startAfresh()
      more = reply.answer.more && reply.answer.facts.length > 0
    }
    return from === this.#heads ? null : this.#read(wire, patience)   // the state was loaded meanwhile
  }

  /** @returns {boolean} false when the record does not join on to what is here */
  #take({ facts, heads, more }, since) {
    if (!this.#heads) return true
    const page = this.#heads.take(facts)
    page.ready.forEach(this.apply)
    if (page.broken || more) return !page.broken
    const end = this.#heads.close(heads, since)
    end.ready.forEach(this.apply)
    return !end.broken
  }

  #isAnother(epoch) {
    const another = this.#epoch !== null && epoch !== this.#epoch
    this.#epoch = epoch
    return another
  }

  #startAfresh() {
    this.afresh()
    return null
  }
}
