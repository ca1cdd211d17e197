/**
 * The network as one tablet has it: connections that can be reset, a spell without any, and a spell in which
 * what is sent arrives but nothing comes back. It carries the cookies, as a browser does, and stands for the
 * proxy of a hall: each connection goes to any of the servers.
 */
import http from 'node:http'

const pick = list => list[Math.floor(Math.random() * list.length)]

export class Network {
  #sockets = new Set()
  #waiting = new Set()
  #cookies = new Map()
  #state = 'up'
  acts = 0

  /** @param {number[]} ports @param {string} cookie */
  constructor(ports, cookie) {
    this.ports = ports
    this.#keep([cookie])
  }

  /** Reset every connection, whatever is on its way. */
  cut() {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  /** Nothing gets through until `come`. */
  go() {
    this.#state = 'down'
    this.cut()
  }

  /** Answers are lost and nothing new opens until `come`; what was sent still arrives. */
  deafen() {
    this.#state = 'deaf'
    for (const socket of this.#sockets) socket.pause()
  }

  come() {
    this.#state = 'up'
    this.cut()
    for (const give of this.#waiting) give()
    this.#waiting.clear()
  }

  /**
   * Begin a request; `ended` hears of its failure once.
   * @returns {import('node:http').ClientRequest|null} null when there is no way out just now
   */
  request({ method = 'GET', path, headers = {}, signal }, failed) {
    if (this.#state !== 'up') return this.#refuse(failed)
    if (method !== 'GET') this.acts++
    const port = pick(this.ports)
    const request = http.request({
      host: '127.0.0.1', port, method, path, signal, agent: false,
      headers: { ...headers, Origin: `http://127.0.0.1:${port}`, Cookie: this.#carried() },
    })
    request.on('socket', socket => this.#watch(socket))
    request.on('error', failed)
    for (const answered of ['response', 'upgrade']) request.on(answered, ({ headers: told }) => this.#keep(told['set-cookie'] ?? []))
    return request
  }

  #refuse(failed) {
    const fail = () => failed(new TypeError('no network'))
    if (this.#state === 'down') setImmediate(fail)
    else this.#waiting.add(fail)
    return null
  }

  #watch(socket) {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #keep(cookies) {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)
      this.#cookies.set(name, value)
    }
  }

  #carried() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** `fetch` over a tablet's network. @returns {(path: string, init?: object) => Promise<Response>} */
export function fetchOver(network) {
  return (path, { method = 'GET', headers = {}, body, signal } = {}) => new Promise((resolve, reject) => {
    const failed = fault => reject(signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause: fault }))
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
    const request = network.request({ method, path, headers: { ...headers, ...length }, signal }, failed)
    request?.on('response', answer => {
      const pieces = []
      answer.on('data', piece => pieces.push(piece))
      answer.on('error', failed)
      answer.on('end', () => resolve(responseOf(answer, Buffer.concat(pieces))))
    })
    request?.end(body)
  })
}

function responseOf({ statusCode: status, headers }, body) {
  const empty = status === 204 || status === 304
  return new Response(empty ? null : body, { status, headers: { 'Content-Type': headers['content-type'] ?? '' } })
}
