/** An outbox's shelf that lasts as long as the page. */
export class MemoryShelf {
  #acts = new Map()

  constructor(acts = []) {
    for (const act of acts) this.#acts.set(act.operation_id, act)
  }

  async all() {
    return [...this.#acts.values()]
  }

  async put(act) {
    this.#acts.set(act.operation_id, structuredClone(act))
  }

  async remove(operationId) {
    this.#acts.delete(operationId)
  }

  async wipe() {
    this.#acts.clear()
  }
}
