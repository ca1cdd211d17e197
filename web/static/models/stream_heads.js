/**
 * How far this page has come in each stream, and the facts that wait for an earlier one.
 *
 * @typedef {{stream: string, number: number, name: string, body: any}} Fact
 */
const MOST_HELD = 2000

export class StreamHeads {
  #heads
  #held = new Map()

  /** @param {Record<string, number>} [heads] what the loaded state already contains */
  constructor(heads = {}) {
    this.#heads = new Map(Object.entries(heads ?? {}))
  }

  /** The lower number of each stream: the point from which several answers, loaded one after another, are all complete. */
  static least(...all) {
    const least = {}
    for (const heads of all.filter(Boolean)) {
      for (const [stream, number] of Object.entries(heads)) {
        least[stream] = Math.min(least[stream] ?? number, number)
      }
    }
    return least
  }

  get since() {
    return Object.fromEntries(this.#heads)
  }

  /**
   * Take in a fact that came by itself.
   * @param {Fact} fact
   * @returns {{ready: Fact[], gap: boolean}} the facts to apply now, in order; and whether an earlier one is missing
   */
  offer(fact) {
    const mine = this.#heads.get(fact.stream)
    if (mine === undefined || fact.number > mine + 1) {
      this.#hold(fact)
      return { ready: [], gap: true }
    }
    if (fact.number <= mine) return { ready: [], gap: false }
    this.#heads.set(fact.stream, fact.number)
    return { ready: [fact, ...this.#release(fact.stream)], gap: false }
  }

  /**
   * Take in a page of the record, which the server gives complete and in order.
   * @param {Fact[]} facts
   * @returns {{ready: Fact[], broken: boolean}} broken: the record no longer reaches back to this page
   */
  take(facts) {
    const ready = []
    for (const fact of facts) {
      const mine = this.#heads.get(fact.stream)
      if (mine !== undefined && fact.number > mine + 1) return { ready, broken: true }
      if (mine !== undefined && fact.number <= mine) continue
      this.#heads.set(fact.stream, fact.number)
      ready.push(fact)
    }
    return { ready, broken: false }
  }

  /**
   * Close a catch-up with the heads the server named, and let go what was held for it.
   * @param {Record<string, number>} heads
   * @param {Record<string, number>|null} asked the numbers it was asked with; facts that came meanwhile may be ahead of `heads`
   * @returns {{ready: Fact[], gap: boolean, broken: boolean}} broken: the server knows less than this page did when it asked
   */
  close(heads, asked) {
    const broken = Object.entries(heads).some(([stream, number]) => asked?.[stream] > number)
    for (const [stream, number] of Object.entries(heads)) {
      if (!this.#heads.has(stream)) this.#heads.set(stream, number)
    }
    const ready = [...this.#held.keys()].flatMap(stream => this.#release(stream))
    return { ready, gap: this.#held.size > 0, broken }
  }

  /** @param {Record<string, number>} heads @returns {boolean} whether the server has facts this page lacks */
  behind(heads) {
    return Object.entries(heads).some(([stream, number]) => this.#heads.has(stream) && number > this.#heads.get(stream))
  }

  #hold(fact) {
    const waiting = this.#held.get(fact.stream) ?? new Map()
    if (waiting.size < MOST_HELD) waiting.set(fact.number, fact)
    this.#held.set(fact.stream, waiting)
  }

  #release(stream) {
    const waiting = this.#held.get(stream)
    const mine = () => this.#heads.get(stream)
    if (!waiting || mine() === undefined) return []
    const ready = []
    while (waiting.has(mine() + 1)) {
      ready.push(waiting.get(mine() + 1))
      this.#heads.set(stream, mine() + 1)
    }
    for (const number of [...waiting.keys()]) if (number <= mine()) waiting.delete(number)
    if (!waiting.size) this.#held.delete(stream)
    return ready
  }
}
