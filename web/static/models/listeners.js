/** Who wants to hear what; one listener's fault is not another's. */
export class Listeners {
  #handlers = new Map()

  /** @param {string} name @param {(...told: any[]) => void} handler @param {AbortSignal} [signal] @returns {() => void} stop listening */
  on(name, handler, signal) {
    if (signal?.aborted) return () => {}
    const handlers = this.#handlers.get(name) ?? new Set()
    this.#handlers.set(name, handlers.add(handler))
    const off = () => handlers.delete(handler)
    signal?.addEventListener('abort', off, { once: true })
    return off
  }

  /** @returns {boolean} whether anyone listened */
  tell(name, ...told) {
    const handlers = [...this.#handlers.get(name) ?? []]
    for (const handler of handlers) {
      try {
        handler(...told)
      } catch (fault) {
        console.error(fault)
      }
    }
    return handlers.length > 0
  }
}
