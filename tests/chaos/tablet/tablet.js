/** One tablet of one person: it reads a paper, does things, loses its line, sleeps, is reloaded, and sends things twice. */
import { deed, mark, pick, remark } from './deeds.js'
import { Disk } from './disk.js'
import { Life } from './life.js'
import { Network } from './network.js'
import { Page } from './page.js'

const TROUBLES = ['cut', 'cut', 'spell', 'spell', 'reload', 'twice', 'twice', ...Array(18).fill(null)]
const BREATH = [150, 900]
const LONGEST_SPELL = 4000
const between = (least, most) => least + Math.random() * (most - least)
const pause = (least, most = least) => new Promise(resolve => setTimeout(resolve, between(least, most)))

export class Tablet {
  life = new Life()
  reader = null
  #disk = new Disk(act => this.life.keep(act))
  #kept = new Map()
  #page = null
  #calm = false
  #rest
  #does

  /** @param {{ports: number[], cookie: string, place: {paper: number, paragraphs: number[]}, words: number|null, marks: number|null}} job
   *  `words`: say so much and no more, and suffer what the line does alone; `marks`: make so many and nothing else, and suffer everything */
  constructor(job) {
    Object.assign(this, job)
    this.#rest = this.words ?? this.marks
    this.#does = this.words !== null ? remark : this.marks !== null ? mark : deed
    this.network = new Network(this.ports, this.cookie)
  }

  /** Live until told to be calm. */
  async live() {
    await this.#open()
    while (!this.#calm) {
      await pause(...BREATH)
      if (this.words === null) await this.#suffer(pick(TROUBLES))
      if (!this.#calm) this.#act()
    }
  }

  /** Do nothing new and suffer nothing more; what waits is still sent. */
  calm() {
    this.#calm = true
  }

  /** Read why acts were refused, and let them go. */
  letGo() {
    return Promise.all((this.reader?.live.refused ?? []).map(({ operation_id }) => this.reader.live.discard(operation_id)))
  }

  get waiting() {
    return this.reader ? this.reader.live.waiting : Infinity
  }

  get spoken() {
    return this.#rest === 0 && !this.waiting
  }

  get known() {
    return this.life.known
  }

  /** A page of the same person that loads everything anew, and what it shows. */
  async afresh() {
    const page = new Page({ path: this.#path, network: new Network(this.ports, this.cookie), disk: new Disk(), kept: new Map(), leave: () => {} })
    const { read } = await page.open('reader.js')
    const reader = await read({ begins() {}, heard() {}, settled() {}, ended() {} })
    const shown = reader.shown(this.place.paragraphs)
    page.close()
    return shown
  }

  get shown() {
    return this.reader?.shown(this.place.paragraphs)
  }

  get #path() {
    return `/papers/${this.place.paper}`
  }

  /** Open the page, again and again while there is nobody to ask. */
  async #open() {
    for (;;) {
      const page = this.#page = new Page({ path: this.#path, network: this.network, disk: this.#disk, kept: this.#kept, leave: path => this.#left(page, path) })
      try {
        this.reader = await Promise.race([this.#read(page), page.gone])
        return
      } catch {
        if (page !== this.#page) return   // it went elsewhere by itself, and is being opened again
        page.close()
        await pause(100, 800)
      }
    }
  }

  async #read(page) {
    const { read } = await page.open('reader.js')
    return read(this.#ears(page))
  }

  #ears(page) {
    const here = hear => (...told) => { if (page === this.#page) hear(...told) }
    return {
      begins: here((heads, reader) => this.life.begin(heads, reader.loaded)),
      heard: here(fact => this.life.hear(fact)),
      settled: here((act, reply) => this.#settled(act, reply)),
      ended: here(() => { this.life.faults.sent_away++ }),
    }
  }

  #settled(act, reply) {
    this.life.settle(act, reply)
    if (!reply.ok) setTimeout(() => this.letGo())
  }

  #left(page, path) {
    if (page !== this.#page) return
    this.life.faults[path === null ? 'afresh' : 'sent_away']++
    this.#reload()
  }

  #act() {
    if (!this.reader || this.#rest === 0) return
    const [command, payload] = this.#does(this)
    if (this.#rest !== null) this.#rest--
    payload.operation_id = this.reader.newKey()
    this.life.act(command, payload)
    this.reader.live.send(command, payload)
  }

  async #suffer(trouble) {
    if (trouble === 'cut') this.#cut()
    if (trouble === 'spell') await this.#spell()
    if (trouble === 'reload') await this.#reload()
    if (trouble === 'twice') this.#twice()
  }

  /** Lose the line in the middle of whatever is on its way. */
  #cut() {
    this.life.figures.drops++
    this.#act()
    setTimeout(() => this.network.cut(), between(0, 60))
  }

  /** No network for a while; things are done all the same. */
  async #spell() {
    this.life.figures.spells++
    if (Math.random() < 0.5) this.network.go()
    else this.network.deafen()
    const end = Date.now() + between(0, LONGEST_SPELL)
    while (Date.now() < end && !this.#calm) {
      await pause(...BREATH)
      this.#act()
    }
    this.network.come()
  }

  async #reload() {
    this.life.figures.reloads++
    this.reader = null
    this.life.part()
    this.#page.close()
    await this.#open()
  }

  /** Do what was answered once more, by the line and over HTTP at the same time. */
  #twice() {
    const operation = pick(this.life.again)
    if (!operation || !this.reader) return
    this.life.figures.resends++
    const { command, payload } = this.life.done.get(operation)
    this.reader.live.send(command, payload)
    const act = { command, payload, operation_id: operation }
    this.reader.post.send(act).then(reply => this.life.settle(act, reply), () => {})
  }
}
