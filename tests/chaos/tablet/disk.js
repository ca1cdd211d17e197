/**
 * What a tablet keeps when its page is gone: stands in for IndexedDB below the house's own shelf.
 * A change is there once it was said to be; one that was under way when the page went is there or not.
 */
const SLOWEST = 4

export class Disk {
  #databases = new Map()
  #work = []
  #timer = null

  /** @param {(value: object) => void} kept hears what has come to be there */
  constructor(kept = () => {}) {
    this.kept = kept
  }

  /** @returns {{openDB: Function, deleteDB: Function}} what the library `idb` offers to a page */
  get library() {
    return {
      openDB: (name, _version, { upgrade }) => this.#inTurn(() => this.#open(name, upgrade)),
      deleteDB: name => this.#inTurn(() => { this.#databases.delete(name) }),
    }
  }

  /** The page is gone: the next change is made or not, those behind it are not, and nobody is told. */
  abandon() {
    clearTimeout(this.#timer)
    this.#timer = null
    const [next] = this.#work.splice(0)
    if (next && Math.random() < 0.5) next.work()
  }

  #open(name, upgrade) {
    if (!this.#databases.has(name)) {
      const stores = new Map()
      upgrade({ createObjectStore: (store, { keyPath }) => stores.set(store, { keyPath, there: new Map() }) })
      this.#databases.set(name, stores)
    }
    const stores = this.#databases.get(name)
    return {
      getAll: store => this.#inTurn(() => [...stores.get(store).there.values()].map(each => structuredClone(each))),
      put: (store, value) => this.#put(stores.get(store), structuredClone(value)),
      delete: (store, key) => this.#inTurn(() => { stores.get(store).there.delete(key) }),
      close() {},
    }
  }

  #put({ keyPath, there }, value) {
    return this.#inTurn(() => {
      there.set(value[keyPath], value)
      this.kept(value)
    })
  }

  #inTurn(work) {
    return new Promise(resolve => {
      this.#work.push({ work, resolve })
      this.#timer ??= this.#next()
    })
  }

  #next() {
    return setTimeout(() => {
      const { work, resolve } = this.#work.shift()
      resolve(work())
      this.#timer = this.#work.length ? this.#next() : null
    }, Math.random() * SLOWEST)
  }
}
