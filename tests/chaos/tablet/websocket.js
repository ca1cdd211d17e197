/** The browser's WebSocket over a tablet's network: whole text messages, and deflated ones as browsers offer them. */
import { randomBytes } from 'node:crypto'
import { constants, inflateRawSync } from 'node:zlib'

const TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10
const TAIL = Buffer.from([0, 0, 0xff, 0xff])

/**
 * @param {import('./network.js').Network} network @param {() => boolean} heard whether the page is still there
 * @returns {typeof WebSocket} the class a page is given
 */
export function webSocketOver(network, heard) {
  return class extends Socket {
    constructor(url) {
      super(network, url, heard)
    }
  }
}

class Socket {
  static CONNECTING = 0
  static OPEN = 1
  static CLOSING = 2
  static CLOSED = 3
  readyState = 0
  bufferedAmount = 0
  #stream = null
  #rest = Buffer.alloc(0)
  #pieces = []
  #deflated = false
  #heard

  constructor(network, url, heard) {
    this.#heard = heard
    const { pathname, search } = new URL(url)
    const headers = {
      'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'), 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    }
    const request = network.request({ path: pathname + search, headers }, fault => this.#end(fault))
    request?.on('response', answer => { answer.resume(); this.#end(new Error(`${answer.statusCode}`)) })
    request?.on('upgrade', (_answer, stream, head) => this.#open(stream, head))
    request?.end()
  }

  send(data) {
    if (this.readyState === 1) this.#write(typeof data === 'string' ? TEXT : BINARY, Buffer.from(data))
  }

  close() {
    if (this.readyState === 1) this.#write(CLOSE, Buffer.from([3, 232]))
    if (this.readyState < 2) this.readyState = 2
    this.#stream?.end()
  }

  #open(stream, head) {
    if (this.readyState !== 0) return stream.destroy()
    this.#stream = stream
    this.readyState = 1
    stream.on('data', piece => this.#take(piece))
    stream.on('close', () => this.#end())
    this.#tell({ type: 'open' })
    if (head.length) this.#take(head)
  }

  #end(fault) {
    if (this.readyState === 3) return
    this.readyState = 3
    if (fault) this.#tell({ type: 'error', message: fault.message })
    this.#tell({ type: 'close', code: 1006, reason: fault?.message ?? '', wasClean: false })
  }

  #take(piece) {
    this.#rest = Buffer.concat([this.#rest, piece])
    for (let frame; (frame = frameAt(this.#rest));) {
      this.#rest = this.#rest.subarray(frame.length)
      this.#hear(frame)
    }
  }

  #hear({ code, last, deflated, payload }) {
    if (code === PING) return this.#write(PONG, payload)
    if (code === CLOSE) return this.#stream.destroy()
    if (code > BINARY) return
    if (code) this.#deflated = deflated
    this.#pieces.push(payload)
    if (!last) return
    const whole = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#tell({ type: 'message', data: (this.#deflated ? inflated(whole) : whole).toString() })
  }

  #tell(event) {
    if (this.#heard()) this[`on${event.type}`]?.(event)
  }

  #write(code, payload) {
    const size = payload.length
    const head = size < 126 ? [size] : size < 65_536 ? [126, size >> 8, size & 255] : [127, 0, 0, 0, 0, size >>> 24, size >> 16 & 255, size >> 8 & 255, size & 255]
    head[0] |= 128
    const mask = randomBytes(4)
    this.#stream?.write(Buffer.concat([Buffer.from([128 | code, ...head]), mask, payload.map((byte, at) => byte ^ mask[at & 3])]))
  }
}

const inflated = message => inflateRawSync(Buffer.concat([message, TAIL]), { finishFlush: constants.Z_SYNC_FLUSH })

/** @returns {null|{length: number, code: number, last: boolean, deflated: boolean, payload: Buffer}} null: not all of it has come */
function frameAt(bytes) {
  if (bytes.length < 2) return null
  const short = bytes[1] & 127
  const start = { 126: 4, 127: 10 }[short] ?? 2
  if (bytes.length < start) return null
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + size) return null
  return { length: start + size, code: bytes[0] & 15, last: bytes[0] > 127, deflated: Boolean(bytes[0] & 64), payload: bytes.subarray(start, start + size) }
}
