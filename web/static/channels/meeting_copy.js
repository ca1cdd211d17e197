/**
 * The copy of one meeting on this device: its pages and their words, what was said and marked, and the screens
 * that show it. What is there is not fetched again; a fault in the midst leaves what has come.
 *
 * @typedef {{meeting: number, title: string, done: number, pages: number, bytes: number, whole: boolean, paused: boolean,
 *   program?: string, width?: number, heads: Record<string, number>, papers: {id: number, number: number}[], readings: Record<number, number>}} CopyRecord
 */
import { boot } from '../helpers/boot.js'
import { DEVICE, RECORD, WHOSE, homeName, meetingName } from '../models/kept_names.js'
import { PageCount, addressesOf, grownSince, keptWidth, mayBeRead, meetingStates, ownMarks, pagesOf, paperStates, readablePapers, remarkStates, screensOf } from '../models/pack_plan.js'
import { Closed, fetchToKeep, manyAtOnce, putAway } from './keeping_fetch.js'
import { keepChanges } from './kept_changes.js'
import { keptMeeting, removeKept, writeRecord } from './kept_meetings.js'
import { beginServing, dropOldShells, keepShell } from './program_shell.js'

const AT_ONCE = 4
const RECORDED_EVERY = 10
const LIST = { screen: '/meetings', state: '/api/meetings' }

export class MeetingCopy {
  #count = new PageCount()
  #cache = null
  #home = null
  #signal
  /** @type {CopyRecord|null} */
  record = null

  /** @param {{meeting: number, person: number, changed: () => void}} parts */
  constructor(parts) {
    this.meeting = parts.meeting
    this.person = parts.person
    this.changed = parts.changed
  }

  async look() {
    this.record = await keptMeeting(this.person, this.meeting)
    return this.record
  }

  /** What is to be fetched when the meeting stands at `heads`. @returns {'nothing'|'own'|'meeting'} */
  lacks(heads) {
    const { whole, program, heads: kept } = this.record
    return whole && program === programOf() ? grownSince(kept, heads) : 'meeting'
  }

  async note(more) {
    this.#cache ??= await caches.open(meetingName(this.person, this.meeting))
    this.record = { ...this.record, ...more }
    await writeRecord(this.#cache, this.record)
    this.changed()
  }

  async forget() {
    await removeKept(this.person, this.meeting)
    this.record = this.#cache = this.#home = null
  }

  /** @returns {Promise<boolean>} whether the server shows the meeting to this person no more */
  isClosed() {
    return this.#fetch(`/api/meetings/${this.meeting}`).then(() => false, fault => fault instanceof Closed)
  }

  /** Bring the remarks and marks of some papers up to date. @param {number[]} papers @param {Record<string, number>} heads what the copy contains then */
  async fetchRemarks(papers, heads) {
    const kept = this.record?.papers?.filter(({ id }) => papers.includes(id)) ?? []
    await this.note({})
    await manyAtOnce([ownMarks(this.meeting), ...kept.flatMap(({ id, number }) => remarkStates(id, number))], AT_ONCE / 2, address => this.#put(address))
    await this.note({ heads })
  }

  /** Fetch whatever is not there or may have changed. @param {AbortSignal} signal */
  async fetchAll(signal) {
    this.#signal = signal
    const whole = await (await this.#fetch(`/api/meetings/${this.meeting}`)).json()
    this.#home = await caches.open(homeName(this.person))
    await (await caches.open(DEVICE)).put(WHOSE, new Response(`${this.person}`))
    await this.note({ ...about(whole), width: this.record?.width ?? keptWidth(screen, devicePixelRatio), paused: false, whole: false })
    await beginServing()
    const program = await keepShell(this.#who, boot.catalogue)
    const opened = await this.#fetchStates(readablePapers(whole))
    const papers = opened.map(({ paper, version }) => ({ id: paper.id, number: version.number }))
    await this.#fetchScreens(papers, program)
    const pages = await this.#fetchPages(opened.map(({ version }) => version))
    await this.#drop(papers, [...pages.flatMap(({ addresses }) => addresses), ...await this.#fetchChanges(opened)])
    await this.note({ whole: true, heads: whole.heads, program: programOf(program), papers })
    await dropOldShells()
  }

  /** The agenda, the papers, and what was said of them and marked in them. @returns {Promise<any[]>} the papers as the reader opens them */
  async #fetchStates(papers) {
    await this.#put(LIST.state, this.#home)
    for (const address of meetingStates(this.meeting)) await this.#put(address)
    const opened = []
    await manyAtOnce([...papers.entries()], AT_ONCE, async ([index, { id }]) => {
      const response = await this.#fetch(`/api/papers/${id}`)
      opened[index] = await response.clone().json()
      const { number } = opened[index].version
      for (const address of paperStates(id, number)) await putAway(this.#cache, address, response.clone())
      for (const address of remarkStates(id, number)) await this.#put(address)
    })
    return opened
  }

  /** The screens, all of one version of the program: its files are on the device already. */
  async #fetchScreens(papers, program) {
    const screens = [[this.#home, LIST.screen], ...screensOf(this.meeting, papers).map(address => [this.#cache, address])]
    await manyAtOnce(screens, AT_ONCE, async ([where, address]) => {
      const response = await this.#fetch(address)
      if (!(await response.clone().text()).includes(`/assets/${program}/`)) throw new Error('another version of the program')
      await putAway(where, address, response)
    })
  }

  async #fetchPages(versions) {
    const there = new Set(await this.#addresses())
    const known = this.record.readings ?? {}
    const readings = Object.fromEntries(versions.map(({ id, reading }) => [id, reading]))
    const pages = versions.flatMap(version => {
      const needed = pagesOf({ ...version, page_count: version.pages.length }, this.record.width)
      if (known[version.id] !== undefined && known[version.id] !== version.reading) needed.forEach(({ words }) => words.forEach(each => there.delete(each)))
      return needed
    })
    const wanted = this.#count.begin(pages, address => there.has(address))
    await this.note({ done: this.#count.done, pages: pages.length, readings: { ...readings, ...known } })
    await this.#fetchCounted(wanted)
    await this.note({ readings })   // only now: words that were read anew are all here
    return pages
  }

  async #fetchChanges(opened) {
    const there = new Set(await this.#addresses())
    const fresh = async address => {
      const response = await this.#fetch(address)
      await putAway(this.#cache, address, response.clone())
      return response
    }
    const once = async address => { if (!there.has(address)) await this.#put(address) }
    const kept = []
    for (const paper of opened) kept.push(...await keepChanges(paper, this.record.width, { fresh, once }))
    return kept
  }

  async #fetchCounted(wanted) {
    try {
      await manyAtOnce(wanted, AT_ONCE, async address => {
        const size = await this.#put(address)   // first, for others add to the sum meanwhile
        this.record.bytes = (this.record.bytes ?? 0) + size
        if (!this.#count.came(address)) return
        this.record.done = this.#count.done
        this.changed()
        if (this.#count.done % RECORDED_EVERY === 0) await this.note({})
      })
    } finally {
      if (this.record) await this.note({}).catch(() => {})   // a full disk is told by what failed first
    }
  }

  /** What was withdrawn or replaced goes; of a paper that is kept, nothing under a reader that may show it. */
  async #drop(papers, needed) {
    const wanted = new Set([...addressesOf(this.meeting, papers), ...needed, RECORD])
    const there = await this.#addresses()
    const old = there.filter(address => !wanted.has(address) && !(boot.paper && mayBeRead(address, papers)))
    for (const address of old) await this.#cache.delete(address)
    if (old.length) await this.note({ bytes: await this.#sizeOf(there.filter(address => !old.includes(address))) })
  }

  async #sizeOf(addresses) {
    let size = 0
    for (const address of addresses) size += (await (await this.#cache.match(address))?.blob())?.size ?? 0
    return size
  }

  async #addresses() {
    return (await this.#cache.keys()).map(({ url }) => url.slice(location.origin.length))
  }

  async #put(address, where = this.#cache) {
    return putAway(where, address, await this.#fetch(address))
  }

  #fetch(address) {
    return fetchToKeep(address, this.#who)
  }

  get #who() {
    return { person: this.person, signal: this.#signal }
  }
}

const about = ({ meeting: { id, title, starts, ends, state } }) => ({ meeting: id, title, starts, ends, state })

/** What kept screens were made by: the version of the program, and the language. */
function programOf(version = /\/assets\/(\w+)\//.exec(import.meta.url)?.[1]) {
  return `${version} ${boot.locale}`
}
