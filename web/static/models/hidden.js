/** What was taken from this screen, and at which revision: an older word of it that comes late does not bring it back. */
export class Hidden {
  #revisions = new Map()

  /** @param {number} id @param {number} revision */
  note(id, revision) {
    this.#revisions.set(id, Math.max(revision, this.#revisions.get(id) ?? 0))
  }

  /** @param {{id: number, revision: number}} thing @returns {boolean} whether it is from before it was hidden */
  precedes({ id, revision }) {
    return revision < (this.#revisions.get(id) ?? 0)
  }

  clear() {
    this.#revisions.clear()
  }
}
