/** Where an outbox keeps its acts: IndexedDB, one database a person; or memory when the browser refuses. */
import { deleteDB, openDB } from 'idb'
import { MemoryShelf } from './memory_shelf.js'

export class Shelf {
  #place

  constructor(person) {
    this.#place = DatabaseShelf.open(`phien-${person}`).catch(fault => {
      console.warn(fault)   // a private window may have no IndexedDB: the acts then last as long as the page
      return new MemoryShelf()
    })
  }

  all = async () => (await this.#place).all()
  put = async act => (await this.#place).put(act)
  remove = async operationId => (await this.#place).remove(operationId)
  wipe = async () => (await this.#place).wipe()
}

class DatabaseShelf {
  constructor(name, database) {
    this.name = name
    this.database = database
  }

  static async open(name) {
    return new DatabaseShelf(name, await openDB(name, 1, {
      upgrade(database) { database.createObjectStore('acts', { keyPath: 'operation_id' }) },
      blocking: (_now, _next, event) => event.target.close(),
    }))
  }

  all = () => this.database.getAll('acts')
  put = act => this.database.put('acts', act)
  remove = operationId => this.database.delete('acts', operationId)

  async wipe() {
    this.database.close()
    await deleteDB(this.name)
  }
}
