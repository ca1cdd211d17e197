/** Sends the files of an upload queue, and tells whenever something changed. */
import { upload } from '../helpers/api.js'
import { newKey } from '../helpers/keys.js'
import { UploadQueue } from '../models/upload_queue.js'

export class Uploads {
  queue = new UploadQueue(newKey)
  #ways = new Map()

  /** @param {{changed: (target: any) => void, arrived: (paper: any) => void}} heard */
  constructor({ changed, arrived }) {
    this.changed = changed
    this.arrived = arrived
    addEventListener('beforeunload', event => { if (this.queue.busy) event.preventDefault() })
  }

  add(files, target) {
    this.queue.add(files, target)
    this.changed(target)
    this.#go()
  }

  cancel({ key, target }) {
    this.#ways.get(key)?.abort()
    this.queue.remove(key)
    this.changed(target)
    this.#go()
  }

  again({ key, target }) {
    this.queue.again(key)
    this.changed(target)
    this.#go()
  }

  #go() {
    for (const job of this.queue.take()) this.#send(job)
  }

  async #send({ key, file, target }) {
    const way = new AbortController()
    this.#ways.set(key, way)
    try {
      const paper = await upload(pathOf(target), file, {
        fields: { operation_id: key }, signal: way.signal,
        progress: (sent, total) => { this.queue.progress(key, sent, total); this.changed(target) },
      })
      this.queue.remove(key)
      this.arrived(paper)
    } catch (error) {
      if (error.name !== 'AbortError') this.queue.refuse(key, error)
    } finally {
      this.#ways.delete(key)
      this.changed(target)
      this.#go()
    }
  }
}

function pathOf({ item, paper }) {
  return paper === undefined ? `/items/${item}/papers` : `/papers/${paper}/versions`
}
