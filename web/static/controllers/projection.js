/**
 * The screen of a hall: the paper the chair leads to, a whole page at a time, with its number large. It asks only for what
 * everybody in the meeting may see, so that nothing of whoever opened it can come onto the wall.
 */
import { openHallLine } from '../channels/hall_line.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { AnnotationList } from '../models/annotation_list.js'
import { pageAsked, pictureOf } from '../models/layout.js'
import { TurnedPages } from '../models/turned_pages.js'
import { quartersOf } from '../models/turn.js'
import { WholePack } from '../models/whole_pack.js'
import { InkLayer } from './ink_layer.js'
import { MarkLayer } from './mark_layer.js'
import { Pages } from './pages.js'

const AGAIN = 3000
const GATHERED = 300
const ROOM = 12
const NOBODY = { person: 0, name: '' }
/** Nothing of the wall is kept. */
const NOWHERE = { read: () => '', keep() {} }
const WORDS = { connecting: () => _('Đang nối lại'), offline: () => _('Mất kết nối') }

class Projection {
  #scroller = find('#scroller')
  #shown = null
  #led = null
  #opening = 0
  #timer

  async open() {
    this.#connect()
    const version = Number(new URLSearchParams(location.search).get('version')) || null
    const opened = await this.#read(boot.paper, version)
    if (!opened) return
    this.#show(opened, pageAsked(location.hash))
    this.line = openHallLine(opened.meeting.id)
    this.line.on('signal', ({ name, body }) => { if (name === 'page.followed') this.#follow(body) })
    this.line.on('status', status => { find('#wall-line').textContent = WORDS[status]?.() ?? '' })
    this.line.on('*', fact => this.#heard(fact))
    this.line.on('reload', () => this.#readAnew())
    this.line.join(opened.heads)
  }

  #connect() {
    document.addEventListener('keydown', event => this.#keyed(event))
    find('#whole-screen').addEventListener('click', () => this.#fillTheScreen())
    find('#whole-screen').hidden = !document.fullscreenEnabled
    document.addEventListener('fullscreenchange', () => { find('#whole-screen').textContent = document.fullscreenElement ? _('Thu cửa sổ') : _('Toàn màn hình') })
    new ResizeObserver(() => this.#resized()).observe(find('#stage'))
  }

  #resized() {
    if (!this.#shown) return
    this.#shown.pages.relayout()
    this.#go(this.#shown.page)
  }

  /** Ask until there is an answer: nobody stands at a wall to press "again". */
  async #read(paper, version) {
    for (;;) {
      try {
        return await api.get(`/papers/${paper}/projection${version ? `?version=${version}` : ''}`)
      } catch (refused) {
        if (!this.#shown || refused.status) fill(this.#scroller, h('p', { class: 'loading' }, refused.message))
        if (refused.status && !this.#shown) find('#paper-title').textContent = _('Không mở được tài liệu')
        if (refused.status) return null
        await new Promise(resolve => setTimeout(resolve, AGAIN))
      }
    }
  }

  /** The chair leads: the wall goes there at once. */
  async #follow(led) {
    this.#led = led.page === null ? null : led
    if (!this.#led) return
    const { paper, version } = this.#shown.opened
    if (paper.id === led.paper && version.id === led.version) return this.#go(led.page, led.turn)
    const turn = ++this.#opening
    const number = paper.id === led.paper ? paper.versions.find(({ id }) => id === led.version)?.number : null
    let opened = await this.#read(led.paper, number)
    const old = opened?.paper.versions.find(({ id }) => id === led.version && id !== opened.version.id)
    if (old) opened = await this.#read(led.paper, old.number)
    if (opened && turn === this.#opening) this.#show(opened, this.#led?.page ?? led.page, (this.#led ?? led).turn)
  }

  #show(opened, page, turn) {
    this.#shown?.ends.abort()
    const ends = new AbortController()
    const { paper, version } = opened
    fill(this.#scroller)
    document.title = `${paper.title} · ${_('Màn chiếu')}`
    find('#paper-title').textContent = paper.title
    find('#wall-leave').href = `/papers/${paper.id}`
    if (!version.pages?.length) return fill(this.#scroller, h('p', { class: 'loading' }, _('Tài liệu đang chờ xử lý. Trang sẽ tự mở khi xong.')))
    const turned = new TurnedPages(NOWHERE, version.id, version.pages)
    if (turn !== undefined) turned.show(page, turn)
    const pages = new Pages(this.#scroller, { sizes: version.pages, picture: pictureOf(version), first: page, turned, fit: each => this.#wholePage(each) })
    const annotations = new AnnotationList({ version: version.id, me: NOBODY })
    annotations.load(opened.annotations)
    const layers = [new MarkLayer({ annotations, layout: pages.layout }), new InkLayer({ annotations, layout: pages.layout })]
    this.#shown = { opened, page, pages, annotations, layers, ends, pack: new WholePack(opened.pack, paper.id) }
    pages.connect(ends.signal)
    pages.dress(layers)
    this.#number(Math.min(page, version.pages.length))
    return undefined
  }

  /** A page is shown whole: as wide as its height leaves room for. */
  #wholePage(pages) {
    const { scroller: { clientWidth, clientHeight }, layout } = pages
    const ratio = layout.height(Math.min(this.#shown.page, layout.count)) / layout.width
    return Math.floor(Math.min(clientWidth, (clientHeight - ROOM) / ratio))
  }

  /** @param {number} page @param {number} [turn] as it is turned where it is led to, in degrees */
  #go(page, turn) {
    const { pages } = this.#shown
    this.#number(page)
    if (turn !== undefined && quartersOf(turn) !== pages.layout.turnOf(page)) {
      pages.turned.show(page, turn)
      pages.relayout()
    } else if (this.#wholePage(pages) !== pages.layout.width) pages.relayout()
    pages.go(page)
  }

  #number(page) {
    const { opened, pack } = this.#shown
    this.#shown.page = page
    find('#wall-number').textContent = page
    find('#wall-count').textContent = `/ ${opened.version.pages.length}`
    find('#wall-pack').textContent = _('Trang %(page)s của tập', { page: pack.label(page) })
    history.replaceState(null, '', `/papers/${opened.paper.id}/projection${opened.version.latest ? '' : `?version=${opened.version.number}`}#page=${page}`)
  }

  /** Marks that everybody shares, another version, or the paper gone: it is read anew, a moment later for all that come together. */
  #heard({ name }) {
    if (!/^(annotation|paper|paragraphs)\./.test(name)) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#readAnew(), GATHERED)
  }

  async #readAnew() {
    const { opened: { paper, version }, pages } = this.#shown
    const turn = this.#opening
    const opened = await this.#read(paper.id, version.latest ? null : version.number)
    if (!opened || turn !== this.#opening) return
    if (opened.version.id !== version.id) this.#show(opened, this.#shown.page)
    else {
      this.#shown.annotations.load(opened.annotations)
      for (const layer of this.#shown.layers) pages.redraw(layer)
    }
    this.line.join(opened.heads)
  }

  #keyed({ key, target }) {
    if (!this.#shown?.pages || target.closest('button, a') && key === ' ') return
    const { page } = this.#shown
    const to = { ArrowRight: page + 1, ArrowDown: page + 1, PageDown: page + 1, ' ': page + 1, ArrowLeft: page - 1, ArrowUp: page - 1, PageUp: page - 1, Home: 1, End: Infinity }[key]
    if (to !== undefined) this.#go(Math.min(this.#shown.opened.version.pages.length, Math.max(1, to)))
  }

  #fillTheScreen() {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen()
  }
}

new Projection().open()
