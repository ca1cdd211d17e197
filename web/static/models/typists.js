/** Who is writing a remark just now, by paragraph; who says nothing more for a while has stopped. */
const STANDS = 6000

export class Typists {
  #writing = new Map()

  /** @param {{paragraph: number, person: number, name: string}} typing @param {number} now ms */
  hear({ paragraph, person, name }, now) {
    this.#writing.set(person, { paragraph, name, until: now + STANDS })
  }

  /** What was written is there. */
  done(person) {
    return this.#writing.delete(person)
  }

  /** @returns {string[]} the names of those who write under a paragraph */
  on(paragraph, now) {
    return [...this.#writing.values()].filter(each => each.paragraph === paragraph && each.until > now).map(({ name }) => name)
  }

  /** @returns {boolean} whether somebody has stopped */
  forget(now) {
    const gone = [...this.#writing].filter(([, { until }]) => until <= now)
    for (const [person] of gone) this.#writing.delete(person)
    return gone.length > 0
  }
}
