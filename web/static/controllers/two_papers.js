/**
 * Two papers at once: side by side where the screen is broad, one above the other where it is tall, and on a phone
 * with a switch. Both are pages of one screen: one line to the server, one worker, one order of the keyboard.
 */
import { api } from '../helpers/api.js'
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Along } from '../models/along.js'
import { shareWithin, withBeside } from '../models/beside.js'
import { Divider } from './divider.js'
import { GoingAlong } from './going_along.js'
import { announce } from './notices.js'
import { SecondPaper } from './second_paper.js'

const REST = 400
const LOOK = new URL('../css/two.css', import.meta.url)

export class TwoPapers {
  #reader = find('#reader')
  #beside = null
  #second = null
  #along = null
  #open = null
  #timer
  #divider = new Divider({ moved: share => this.#give(share) })
  #switch = h('div', { id: 'two-switch', role: 'group', 'aria-label': _('Xem tài liệu nào') })

  /** @param {{opened: any, pages: import('./pages.js').Pages, view: any, live: any}} first the paper being read */
  constructor({ opened, pages, view, live }) {
    this.opened = opened
    this.pages = pages
    this.view = view
    this.live = live
  }

  /** @param {import('../models/beside.js').Beside} asked */
  async open(asked) {
    const [opened] = await Promise.all([api.get(`/papers/${asked.paper}${asked.version ? `?version=${asked.version}` : ''}`), looks()])
    if (!opened.version.pages?.length) throw Object.assign(new Error(_('Tài liệu này chưa đọc được. Xin mở lại sau ít phút.')), { code: 'version.not_ready' })
    this.#away()
    this.#beside = asked
    this.#open = new AbortController()
    const { signal } = this.#open
    this.#second = new SecondPaper({
      opened, page: asked.page, moved: page => { this.#beside.page = page; this.#later() },
      acts: { along: () => this.#turnAlong(), swap: () => this.#swap(), only: () => this.#only(), close: () => this.#close(), version: number => this.#reopen(number) },
    })
    find('#paper').after(this.#divider.element, this.#second.element)
    this.#reader.prepend(this.#switch)
    this.#reader.dataset.two = ''
    this.#give(asked.share)
    this.#show(asked.shown)
    this.#second.connect(signal)
    this.#divider.connect(signal)
    for (const { scroller } of [this.pages, this.view.print]) scroller.addEventListener('scroll', () => this.#later(), { signal, passive: true })
    this.live.on('paper.removed', ({ id }) => { if (id === this.#beside?.paper) this.#close(_('Tài liệu mở cạnh đã được rút khỏi phiên họp.')) }, { signal })
    if (opened.paper.id === this.opened.paper.id && opened.version.id !== this.opened.version.id) this.#goAlong(opened, signal)
  }

  /** Two versions of one paper go along with one another, by the paragraphs that stand in both. */
  async #goAlong({ paper, version }, signal) {
    const numbers = [this.opened.version.number, version.number].sort((a, b) => a - b)
    const found = await api.get(`/papers/${paper.id}/changes?from=${numbers[0]}&to=${numbers[1]}`).catch(() => null)
    if (!found || signal.aborted) return
    const [older, newer] = numbers[0] === version.number ? [version, this.opened.version] : [this.opened.version, version]
    const along = new Along(found.along, older.pages.length, newer.pages.length)
    const [inFirst, inSecond] = older === version ? [place => along.inNew(place), place => along.inOld(place)] : [place => along.inOld(place), place => along.inNew(place)]
    this.#along = new GoingAlong({ first: this.pages, second: this.#second.pages, within: this.#second.element, inFirst, inSecond })
    this.#along.connect(signal)
    this.#along.turn(this.#beside.along)
    this.#second.along(this.#beside.along)
  }

  #turnAlong() {
    const on = this.#beside.along = !this.#beside.along
    this.#along.turn(on)
    this.#second.along(on)
    this.#later()
  }

  #give(share) {
    this.#beside.share = this.#divider.share = shareWithin(share)
    this.#reader.style.setProperty('--first', `${this.#beside.share}fr`)
    this.#reader.style.setProperty('--second', `${100 - this.#beside.share}fr`)
    this.#later()
  }

  /** Which of the two a phone shows. */
  #show(shown) {
    this.#beside.shown = this.#reader.dataset.shown = shown
    const named = { first: _('Tài liệu chính'), both: _('Cả hai'), second: _('Tài liệu kia') }
    fill(this.#switch, Object.entries(named).map(([each, words]) => h('button', { type: 'button', 'data-shows': each, 'aria-pressed': `${each === shown}`, onclick: () => this.#chosen(each) }, words)))
    this.#later()
  }

  #chosen(shown) {
    this.#show(shown)
    find(`[data-shows="${shown}"]`, this.#switch).focus()
  }

  #reopen(version) {
    return this.open({ ...this.#beside, version, page: 1 }).catch(fault => announce(fault.message))
  }

  // Where both are read from the address

  #later() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), REST)
  }

  #tell() {
    if (!this.#beside) return
    const query = withBeside(new URLSearchParams(location.search), this.#beside)
    history.replaceState(history.state, '', `${location.pathname}?${query}#page=${this.view.current}`)
  }

  /** The other paper becomes the one that is worked on: that is another page, with all its tools. */
  #swap() {
    const { paper, version } = this.opened
    const query = withBeside(this.#queryOfSecond(), { ...this.#beside, paper: paper.id, version: version.latest ? null : version.number, page: this.view.current, share: 100 - this.#beside.share })
    location.assign(`/papers/${this.#beside.paper}?${query}#page=${this.#beside.page}`)
  }

  #only() {
    location.assign(`/papers/${this.#beside.paper}?${this.#queryOfSecond()}#page=${this.#beside.page}`)
  }

  #queryOfSecond() {
    const { version } = this.#beside
    return new URLSearchParams(version ? { version: `${version}` } : {})
  }

  #close(why = _('Đã đóng tài liệu mở cạnh.')) {
    this.#away()
    const query = withBeside(new URLSearchParams(location.search), null)
    history.replaceState(history.state, '', `${location.pathname}${`${query}` && `?${query}`}#page=${this.view.current}`)
    this.view.scroller.focus({ preventScroll: true })
    announce(why)
  }

  #away() {
    clearTimeout(this.#timer)
    this.#open?.abort()
    this.#along = this.#beside = null
    for (const gone of [this.#second?.element, this.#divider.element, this.#switch]) gone?.remove()
    delete this.#reader.dataset.two
    delete this.#reader.dataset.shown
  }
}

/** What two papers look like is fetched with them. */
function looks() {
  if (find('#two-looks')) return null
  const link = h('link', { id: 'two-looks', rel: 'stylesheet', href: LOOK })
  return new Promise(resolve => {
    link.onload = link.onerror = resolve
    document.head.append(link)
  })
}
