/**
 * Keeps a whole meeting on this device: its pages, their words, what was said and marked, and the pages of
 * the program that show it. What is there is not fetched again, so it may stop at any moment and go on later.
 *
 * @typedef {'none'|'keeping'|'waiting'|'paused'|'kept'|'full'|'trouble'|'elsewhere'} KeeperState
 */
import { boot } from '../helpers/boot.js'
import { BackOff } from '../models/back_off.js'
import { DEVICE, RECORD, WHOSE, homeName, meetingName } from '../models/kept_names.js'
import { PageCount, addressesOf, grownSince, keptWidth, mayBeRead, meetingStates, pagesOf, paperStates, readablePapers, remarkStates, screensOf } from '../models/pack_plan.js'
import { Away, Closed, SignedOut, fetchToKeep, manyAtOnce, putAway } from './keeping_fetch.js'
import { keptMeeting, removeKept, wipeKept, writeRecord } from './kept_meetings.js'
import { beginServing, dropOldShells, keepShell } from './program_shell.js'

const AT_ONCE = 4
const RECORDED_EVERY = 10
const MOST_FAULTS = 4
const LIST = ['/meetings', '/api/meetings']

export class Keeper {
  #count = new PageCount()
  #backOff = new BackOff({ least: 2000, most: 30_000 })
  #running = null
  #stop = new AbortController()
  #again = false
  /** @type {KeeperState} */
  state = 'none'
  record = null

  /** @param {{meeting: number, person?: number, changed?: () => void}} parts */
  constructor({ meeting, person = boot.person.id, changed = () => {} }) {
    Object.assign(this, { meeting, person, changed })
  }

  get progress() {
    const { done = 0, pages = 0, bytes = 0 } = this.record ?? {}
    return { done, pages, bytes }
  }

  /** See what this device has of the meeting. @returns {Promise<object|null>} what is known of it */
  async look() {
    this.record = await keptMeeting(this.person, this.meeting)
    this.#become(!this.record ? 'none' : this.record.paused ? 'paused' : this.record.whole ? 'kept' : 'waiting')
    return this.record
  }

  /** Keep the meeting, or go on with it, or bring its copy up to date. */
  keep() {
    this.#again = Boolean(this.#running)
    this.#running ??= this.#alone().finally(() => {
      this.#running = null
      if (this.#again) this.keep()
    })
    return this.#running
  }

  /** Go on unless nothing has changed since the copy was made. @param {Record<string, number>} heads of the meeting as it is now */
  async catchUp(heads) {
    if (!this.record || this.record.paused || this.#running) return
    const whole = this.record.whole && this.record.program === programOf()
    const grown = grownSince(this.record.heads, heads)
    if (!whole || grown === 'meeting') return this.keep()
    if (grown === 'own') await this.refresh(this.record.papers.map(({ id }) => id), heads)
  }

  /** Bring the remarks and marks of some papers up to date. @param {number[]} papers @param {Record<string, number>} heads what the copy contains then */
  async refresh(papers, heads) {
    const kept = this.record?.papers?.filter(({ id }) => papers.includes(id)) ?? []
    try {
      const cache = await caches.open(meetingName(this.person, this.meeting))
      await manyAtOnce(kept.flatMap(({ id, number }) => remarkStates(id, number)), 2, address => this.#put(cache, address))
      await this.#note(cache, { heads })
    } catch (fault) {
      await this.#heed(fault)
    }
  }

  async pause() {
    this.#stop.abort()
    await this.#running
    if (!this.record) return
    await this.#note(await caches.open(meetingName(this.person, this.meeting)), { paused: true })
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
    this.#become('keeping')
    navigator.storage.persist?.().catch(() => {})   // a wish: kept things may go when the disk is full
    for (let faults = 0; !this.#stop.signal.aborted;) {
      try {
        await this.#keepAll()
        return this.#become('kept')
      } catch (fault) {
        if (this.#stop.signal.aborted || await this.#heed(fault)) return
        if (!(fault instanceof Away) && ++faults > MOST_FAULTS) return this.#become('trouble')
        await this.#wait(fault)
      }
    }
  }

  /** @returns {Promise<boolean>} whether there is nothing more to be done */
  async #heed(fault) {
    if (fault instanceof SignedOut) {
      await wipeKept()
      this.record = null
      this.#become('none')
    } else if (fault instanceof Closed && await this.#isClosed()) await this.#forget()
    else if (fault.name === 'QuotaExceededError') this.#become('full')
    else return false
    return true
  }

  async #isClosed() {
    return fetchToKeep(`/api/meetings/${this.meeting}`, this.#who).then(() => false, fault => fault instanceof Closed)
  }

  async #forget() {
    await removeKept(this.person, this.meeting)
    this.record = null
    this.#become('none')
  }

  async #wait(fault) {
    if (!(fault instanceof Away)) console.warn(fault)
    this.#become('waiting')
    await new Promise(resolve => {
      const timer = setTimeout(resolve, this.#backOff.next())
      this.#stop.signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
    })
    if (!this.#stop.signal.aborted) this.#become('keeping')
  }

  async #keepAll() {
    const whole = await (await fetchToKeep(`/api/meetings/${this.meeting}`, this.#who)).json()
    const [cache, home, device] = await Promise.all([meetingName(this.person, this.meeting), homeName(this.person), DEVICE].map(name => caches.open(name)))
    await device.put(WHOSE, new Response(`${this.person}`))
    await this.#note(cache, { ...aboutMeeting(whole), width: this.record?.width ?? keptWidth(screen, devicePixelRatio), paused: false, whole: false })
    await beginServing()
    const papers = readablePapers(whole)
    const version = await keepShell(this.#who, boot.catalogue)
    const opened = await this.#keepStates(cache, home, papers)
    await this.#keepScreens(cache, home, papers, version)
    await this.#keepPages(cache, opened)
    await this.#note(cache, { whole: true, heads: whole.heads, program: programOf(version), papers: opened.map(({ paper, version: { number } }) => ({ id: paper.id, number })) })
    await dropOldShells()
    this.#backOff.reset()
  }

  /** The agenda, the papers, and what was said of them and marked in them. @returns {Promise<object[]>} the papers as the reader opens them */
  async #keepStates(cache, home, papers) {
    await this.#put(home, LIST[1])
    for (const address of meetingStates(this.meeting)) await this.#put(cache, address)
    const opened = []
    await manyAtOnce([...papers.entries()], AT_ONCE, async ([index, { id }]) => {
      const response = await fetchToKeep(`/api/papers/${id}`, this.#who)
      opened[index] = await response.clone().json()
      const { number } = opened[index].version
      for (const address of paperStates(id, number)) await putAway(cache, address, response.clone())
      for (const address of remarkStates(id, number)) await this.#put(cache, address)
    })
    return opened
  }

  /** The pages themselves, all of one version of the program: theirs is on the device already. */
  async #keepScreens(cache, home, papers, version) {
    const screens = [[home, LIST[0]], ...screensOf(this.meeting, papers).map(address => [cache, address])]
    await manyAtOnce(screens, AT_ONCE, async ([where, address]) => {
      const response = await fetchToKeep(address, this.#who)
      if (!(await response.clone().text()).includes(`/assets/${version}/`)) throw new Error('another version of the program')
      await putAway(where, address, response)
    })
  }

  async #keepPages(cache, opened) {
    const there = new Set((await cache.keys()).map(({ url }) => url.slice(location.origin.length)))
    const known = this.record.readings ?? {}
    const readings = Object.fromEntries(opened.map(({ version: { id, reading } }) => [id, reading]))
    const versions = opened.map(({ version }) => ({ version, pages: pagesOf({ ...version, page_count: version.pages.length }, this.record.width) }))
    for (const { version: { id, reading }, pages } of versions) {
      if (known[id] !== undefined && known[id] !== reading) for (const { words } of pages) for (const address of words) there.delete(address)
    }
    const pages = versions.flatMap(each => each.pages)
    const wanted = this.#count.begin(pages, address => there.has(address))
    await this.#note(cache, { done: this.#count.done, pages: pages.length, readings: { ...readings, ...known } })
    await this.#fetchPages(cache, wanted)
    await this.#note(cache, { readings })   // only now: words that were read anew are all here
    await this.#drop(cache, opened, pages)
  }

  async #fetchPages(cache, wanted) {
    const done = this.#count.done
    try {
      await manyAtOnce(wanted, AT_ONCE, async address => {
        const size = await this.#put(cache, address)   // first, for others add to the sum meanwhile
        this.record.bytes = (this.record.bytes ?? 0) + size
        if (!this.#count.came(address)) return
        this.record.done = this.#count.done
        this.changed()
        if ((this.#count.done - done) % RECORDED_EVERY === 0) await this.#note(cache, {})
      })
    } finally {
      if (this.record) await this.#note(cache, {}).catch(() => {})
    }
  }

  /** What was withdrawn or replaced goes; of a paper that is kept, nothing under a reader that may show it. */
  async #drop(cache, opened, pages) {
    const papers = opened.map(({ paper, version }) => ({ id: paper.id, number: version.number }))
    const wanted = new Set([...addressesOf(this.meeting, papers), ...pages.flatMap(({ addresses }) => addresses), RECORD])
    const there = (await cache.keys()).map(({ url }) => url.slice(location.origin.length))
    const old = there.filter(address => !wanted.has(address) && !(boot.paper && mayBeRead(address, papers)))
    for (const address of old) await cache.delete(address)
    if (old.length) await this.#note(cache, { bytes: await sizeOf(cache, there.filter(address => !old.includes(address))) })
  }

  async #put(cache, address) {
    return putAway(cache, address, await fetchToKeep(address, this.#who))
  }

  async #note(cache, more) {
    this.record = { ...this.record, ...more }
    await writeRecord(cache, this.record)
    this.changed()
  }

  get #who() {
    return { person: this.person, signal: this.#stop.signal }
  }

  #become(state) {
    this.state = state
    this.changed()
  }
}

async function sizeOf(cache, addresses) {
  let size = 0
  for (const address of addresses) size += (await (await cache.match(address))?.blob())?.size ?? 0
  return size
}

const aboutMeeting = ({ meeting: { id, title, starts, ends, state } }) => ({ meeting: id, title, starts, ends, state })

/** What the kept screens were made by: the version of the program, and the language. */
function programOf(version = /\/assets\/(\w+)\//.exec(import.meta.url)?.[1]) {
  return `${version} ${boot.locale}`
}
