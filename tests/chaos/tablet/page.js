/**
 * One page of one tablet, with a world of its own: the house's modules are loaded anew in it, and nothing of
 * it is left when it goes. Only the edge of the machine is ours: network, disk, clock and an empty document.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { fetchOver } from './network.js'
import { webSocketOver } from './websocket.js'

const STATIC = new URL('../../../web/static/', import.meta.url)
const NAMED = { 'socket.io-client': new URL('vendor/socket.io-client.js', STATIC).href }
const PRINTED = /<script type="application\/json" id="boot">(.*?)<\/script>/s
const LENT = {
  structuredClone, queueMicrotask, URL, URLSearchParams, TextEncoder, TextDecoder, AbortController, AbortSignal, DOMException,
  Blob, Event, EventTarget, crypto, performance, atob, btoa,
}
const SILENT = { log() {}, warn() {}, error() {}, info() {}, debug() {} }
const sources = new Map()

export class Page {
  dead = false
  #go
  gone = new Promise((_, reject) => { this.#go = () => reject(new Error('the page is gone')) })
  #modules = new Map()
  #timers = new Set()

  /**
   * @param {{path: string, network: import('./network.js').Network, disk: import('./disk.js').Disk,
   *   kept: Map<string, string>, leave: (path: string|null) => void}} parts `kept`: what sessionStorage holds;
   *   `leave`: the page wants to be another one, or itself again (null)
   */
  constructor(parts) {
    Object.assign(this, parts)
    this.fetch = this.#alive(fetchOver(this.network))
    this.gone.catch(() => {})
  }

  /** Ask for the page and load `entry` in it. @returns {Promise<object>} what the module exports */
  async open(entry) {
    const answer = await this.fetch(this.path, { headers: { Accept: 'text/html' } })
    const printed = answer.ok && PRINTED.exec(await answer.text())
    if (!printed) throw new Error(`${this.path}: ${answer.status}`)
    this.context = vm.createContext(this.#world(printed[1]))
    this.context.self = this.context.window = this.context
    const module = this.#moduleAt(new URL(entry, import.meta.url).href)
    await module.link((specifier, from) => this.#moduleAt(NAMED[specifier] ?? specifier, from.identifier))
    await module.evaluate()
    return module.namespace
  }

  /** It goes, in the middle of whatever it does. */
  close() {
    this.dead = true
    this.#go()
    this.disk.abandon()
    for (const timer of this.#timers) clearTimeout(timer)
    this.network.cut()
  }

  #moduleAt(specifier, from) {
    const url = specifier === 'idb' ? 'idb' : new URL(specifier, from).href
    if (!this.#modules.has(url)) this.#modules.set(url, url === 'idb' ? this.#shelves() : this.#made(url))
    return this.#modules.get(url)
  }

  #made(url) {
    if (!sources.has(url)) sources.set(url, { text: readFileSync(fileURLToPath(url), 'utf8') })
    const source = sources.get(url)
    const module = new vm.SourceTextModule(source.text, { context: this.context, identifier: url, cachedData: source.compiled })
    source.compiled ??= module.createCachedData()
    return module
  }

  #shelves() {
    const offered = this.disk.library
    return new vm.SyntheticModule(Object.keys(offered), function give() {
      for (const [name, value] of Object.entries(offered)) this.setExport(name, value)
    }, { context: this.context, identifier: 'idb' })
  }

  #world(printed) {
    const listening = { addEventListener() {}, removeEventListener() {} }
    return {
      ...LENT, ...listening, ...this.#clock(), console: SILENT, fetch: this.fetch, WebSocket: webSocketOver(this.network, () => !this.dead),
      document: { ...listening, hidden: false, getElementById: id => id === 'boot' ? { textContent: printed } : null },
      location: {
        protocol: 'http:', hostname: 'phien.test', host: 'phien.test', port: '', origin: 'http://phien.test', pathname: this.path, search: '', hash: '',
        reload: () => this.#leave(null), assign: path => this.#leave(path),
      },
      navigator: { onLine: true, userAgent: 'tablet' },
      sessionStorage: { getItem: key => this.kept.get(key) ?? null, setItem: (key, value) => this.kept.set(key, `${value}`), removeItem: key => this.kept.delete(key) },
    }
  }

  #leave(path) {
    if (!this.dead) this.leave(path)
  }

  #clock() {
    const stop = timer => { clearTimeout(timer); this.#timers.delete(timer) }
    const keep = timer => { this.#timers.add(timer); return timer }
    const once = (work, wait, ...rest) => {
      const timer = setTimeout(() => { this.#timers.delete(timer); work(...rest) }, wait)
      return keep(timer)
    }
    return { setTimeout: once, setInterval: (...asked) => keep(setInterval(...asked)), clearTimeout: stop, clearInterval: stop }
  }

  /** What a page that is gone asked for is answered to nobody. */
  #alive(ask) {
    return (...asked) => new Promise((resolve, reject) => {
      ask(...asked).then(answer => { if (!this.dead) resolve(answer) }, fault => { if (!this.dead) reject(fault) })
    })
  }
}
