/**
 * What the pages of one person on one device tell each other of the acts they share on its shelf: each has read them
 * into its own memory. Where a browser has no such channel, each acts as if it were alone.
 *
 * @typedef {{departed?: string[], withdrawn?: string[], made?: {operation_id: string, id: number, revision: number}}} Told
 */
export class OtherPages {
  #channel

  /** @param {number} person @param {(told: Told) => void} hear */
  constructor(person, hear) {
    if (!globalThis.BroadcastChannel) return
    this.#channel = new BroadcastChannel(`phien-${person}-acts`)
    this.#channel.onmessage = ({ data }) => hear(data)
  }

  /** @param {Told} told */
  tell(told) {
    this.#channel?.postMessage(told)
  }
}
