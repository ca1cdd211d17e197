/**
 * One connection to the server's sockets. It is used once: a new attempt makes a new wire,
 * so that a half-dead client of the library can never be mistaken for a live one.
 */
import { io } from 'socket.io-client'

/** No answer came; whether the act was done is not known. */
export class Lost extends Error {}

export class Wire {
  #socket
  #lost
  #opened = false
  heardAt = Date.now()

  /**
   * @param {{person: number, screen?: boolean, opened: () => void, lost: (reason: string) => void,
   *   heard: (name: string, body: any) => void}} ends screen: of a hall, which hears what all may hear
   */
  constructor({ person, screen = false, opened, lost, heard }) {
    this.#lost = lost
    this.#socket = io({ transports: ['websocket'], forceNew: true, reconnection: false, timeout: 8000, auth: { person, ...screen && { screen } } })
    this.#socket.on('connect', () => {
      this.#opened = true
      opened()
    })
    this.#socket.on('connect_error', fault => this.drop(fault.message))
    this.#socket.on('disconnect', reason => this.drop(reason))
    this.#socket.onAny((name, body) => {
      this.heardAt = Date.now()
      heard(name, body)
    })
  }

  /** The library may say "connected" over a closed engine; only the engine knows. */
  get open() {
    return this.#socket.connected && this.#socket.io.engine?.readyState === 'open'
  }

  /** It was open once, and is so no more, whatever the library has told. */
  get dead() {
    return this.#opened && !this.open
  }

  /** Send a command and wait for its answer. @throws {Lost} */
  async ask(command, payload, patience = 5000) {
    if (!this.open) throw new Lost(command)
    try {
      const reply = await this.#socket.timeout(patience).emitWithAck(command, payload)
      this.heardAt = Date.now()
      return reply
    } catch (fault) {
      throw new Lost(fault.message)
    }
  }

  /** Say something that may be lost; it waits for nothing. @returns {boolean} whether it went out */
  whisper(name, payload) {
    if (this.open) this.#socket.volatile.emit(name, payload)
    return this.open
  }

  /** Close for good; `lost` is called once. */
  drop(reason = 'dropped') {
    const lost = this.#lost
    this.#lost = null
    this.#socket.offAny()
    this.#socket.off()
    this.#socket.disconnect()
    this.#socket.io.engine?.close()
    lost?.(reason)
  }
}
