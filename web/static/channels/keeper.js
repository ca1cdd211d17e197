/**
 * Keeps a whole meeting on this device: begins, pauses, goes on, and waits for the network where there is none.
 *
 * @typedef {'none'|'keeping'|'waiting'|'paused'|'kept'|'full'|'trouble'|'elsewhere'} KeeperState
 */
import { boot } from '../helpers/boot.js'
import { BackOff } from '../models/back_off.js'
import { meetingName } from '../models/kept_names.js'
import { Away, Closed, SignedOut } from './keeping_fetch.js'
import { wipeKept } from './kept_meetings.js'
import { MeetingCopy } from './meeting_copy.js'

const MOST_FAULTS = 4

export class Keeper {
  #backOff = new BackOff({ least: 2000, most: 30_000 })
  #running = null
  #stop = new AbortController()
  #again = false
  #copy
  /** @type {KeeperState} */
  state = 'none'

  /** @param {{meeting: number, person?: number, changed?: () => void}} parts */
  constructor({ meeting, person = boot.person.id, changed = () => {} }) {
    this.meeting = meeting
    this.person = person
    this.changed = changed
    this.#copy = new MeetingCopy({ meeting, person, changed })
  }

  /** What this device has of the meeting; null: nothing. */
  get record() {
    return this.#copy.record
  }

  get progress() {
    const { done = 0, pages = 0, bytes = 0 } = this.record ?? {}
    return { done, pages, bytes }
  }

  /** Whether it goes on only when somebody says so: it was paused, the device is full, or it failed too often. */
  get rests() {
    return Boolean(this.record?.paused) || this.state === 'full' || this.state === 'trouble'
  }

  /** See what this device has of the meeting. @returns {Promise<import('./meeting_copy.js').CopyRecord|null>} */
  async look() {
    const record = await this.#copy.look()
    this.#become(!record ? 'none' : record.paused ? 'paused' : record.whole ? 'kept' : 'waiting')
    return record
  }

  /** Keep the meeting, or go on with it, or bring its copy up to date. */
  keep() {
    this.#again = Boolean(this.#running)
    this.#running ??= this.#alone().finally(() => {
      this.#running = null
      if (this.#again && !this.#stop.signal.aborted) this.keep()
    })
    return this.#running
  }

  /** Go on, unless nothing has changed since the copy was made. @param {Record<string, number>} heads of the meeting as it is now */
  async catchUp(heads) {
    if (!this.record || this.rests || this.#running) return
    const lacks = this.#copy.lacks(heads)
    if (lacks === 'meeting') await this.keep()
    else if (lacks === 'own') await this.refresh(this.record.papers.map(({ id }) => id), heads)
  }

  /** Bring the remarks and marks of some papers up to date. @param {number[]} papers @param {Record<string, number>} heads what the copy contains then */
  async refresh(papers, heads) {
    if (!this.record || this.#running) return
    await this.#copy.fetchRemarks(papers, heads).catch(fault => this.#heed(fault))
  }

  async pause() {
    this.#stop.abort()
    await this.#running
    if (!this.record) return
    await this.#copy.note({ paused: true })
    this.#become('paused')
  }

  /** Take the meeting off this device. */
  async remove() {
    this.#stop.abort()
    await this.#running
    await this.#forget()
  }

  /** Two pages of one browser do not fetch the same. */
  #alone() {
    const name = `phien-keeps-${meetingName(this.person, this.meeting)}`
    return navigator.locks.request(name, { ifAvailable: true }, lock => lock ? this.#persist() : this.#follow(name))
  }

  /** See what the other page has done when it is done, and go on if it was closed in between. */
  #follow(name) {
    this.#become('elsewhere')
    navigator.locks.request(name, () => this.look()).then(record => { if (record && this.state === 'waiting') this.keep() })
  }

  async #persist() {
    this.#stop = new AbortController()
    const { signal } = this.#stop
    this.#become('keeping')
    navigator.storage.persist?.().catch(() => {})   // a wish: kept things may go when the disk is full
    for (let faults = 0; !signal.aborted;) {
      try {
        await this.#copy.fetchAll(signal)
        this.#backOff.reset()
        return this.#become('kept')
      } catch (fault) {
        if (signal.aborted || await this.#heed(fault)) return
        if (!(fault instanceof Away) && ++faults > MOST_FAULTS) return this.#become('trouble')
        await this.#wait(fault, signal)
      }
    }
  }

  /** @returns {Promise<boolean>} whether there is nothing more to be done */
  async #heed(fault) {
    if (fault instanceof SignedOut) {
      await wipeKept()
      await this.#forget()
    } else if (fault instanceof Closed && await this.#copy.isClosed()) await this.#forget()
    else if (fault.name === 'QuotaExceededError') this.#become('full')
    else return false
    return true
  }

  async #forget() {
    await this.#copy.forget()
    this.#become('none')
  }

  async #wait(fault, signal) {
    if (!(fault instanceof Away)) console.warn(fault)
    this.#become('waiting')
    await /** @type {Promise<void>} */ (new Promise(resolve => {
      const timer = setTimeout(resolve, this.#backOff.next())
      signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
    }))
    if (!signal.aborted) this.#become('keeping')
  }

  #become(state) {
    this.state = state
    this.changed()
  }
}
