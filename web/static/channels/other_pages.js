/**
 * What the pages of one person on one device tell each other of the acts they share on its shelf: each has read them
 * into its own memory. Where a browser has no such channel, each acts as if it were alone.
 *
 * @typedef {{added?: boolean, departed?: string[], withdrawn?: string[], discarded?: string,
 *   made?: {operation_id: string, id: number, revision: number},
 *   settled?: {operation_id: string, reply: import('./outbox.js').Reply}}} Told
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
