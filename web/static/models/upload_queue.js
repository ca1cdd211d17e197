/** Answers from here on tell of the server's trouble, not of the file. */
const SERVER_TROUBLE = 500

/**
 * Files on their way to the server, a few at a time, and of one place one after the other: papers lie
 * in an item in the order they arrive, and that has to be the one they were chosen in.
 *
 * A job: {key, file, target: {item} or {paper}, state, sent, total, message, hopeful}. States: waiting,
 * sending, refused; a refused one is hopeful while the same file may yet arrive. A job that arrived leaves the queue:
 * its paper then tells how it goes on.
 */
export class UploadQueue {
  #jobs = new Map()

  constructor(newKey, atOnce = 2) {
    this.newKey = newKey
    this.atOnce = atOnce
  }

  get jobs() {
    return [...this.#jobs.values()]
  }

  /** Jobs for one place, as {item} or {paper} name it. */
  under({ item, paper }) {
    return this.jobs.filter(({ target }) => item !== undefined ? target.item === item : target.paper === paper)
  }

  get busy() {
    return this.jobs.some(job => job.state !== 'refused')
  }

  add(files, target) {
    return [...files].map(file => {
      const job = { key: this.newKey(), file, target, state: 'waiting', sent: 0, total: file.size, message: '', hopeful: true }
      this.#jobs.set(job.key, job)
      return job
    })
  }

  /** Take the jobs that may go now; they count as being sent. */
  take() {
    const sending = this.jobs.filter(job => job.state === 'sending')
    const places = new Set(sending.map(placeOf))
    const taken = []
    for (const job of this.jobs) {
      if (job.state !== 'waiting' || places.has(placeOf(job))) continue
      if (sending.length + taken.length === this.atOnce) break
      places.add(placeOf(job))
      taken.push(job)
    }
    for (const job of taken) job.state = 'sending'
    return taken
  }

  progress(key, sent, total) {
    const job = this.#jobs.get(key)
    if (job?.state === 'sending') Object.assign(job, { sent, total })
  }

  /** @param {string} key @param {{message: string, status?: number}} refused status 0: there was no answer at all */
  refuse(key, { message, status = 0 }) {
    const job = this.#jobs.get(key)
    if (job) Object.assign(job, { state: 'refused', message, sent: 0, hopeful: status === 0 || status >= SERVER_TROUBLE })
  }

  /** The same key again: a file that had arrived after all is not laid twice. */
  again(key) {
    const job = this.#jobs.get(key)
    if (job?.state === 'refused' && job.hopeful) Object.assign(job, { state: 'waiting', message: '' })
  }

  remove(key) {
    this.#jobs.delete(key)
  }
}

const placeOf = ({ target }) => target.item === undefined ? `paper ${target.paper}` : `item ${target.item}`
