/** The paper that lies beside the one being read: read, paged, enlarged and searched; for more it changes places with the first. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { pictureOf } from '../models/layout.js'
import { obeyKey } from './page_keys.js'
import { Pages } from './pages.js'
import { SecondSearch } from './second_search.js'
import { Swipe } from './swipe.js'
import { TextLayer } from './text_layer.js'
import { ZoomGestures } from './zoom_gestures.js'

const STEP = 1.25

export class SecondPaper {
  #scroller = h('div', { class: 'second-scroller', tabindex: '0', role: 'region', 'aria-label': _('Các trang của tài liệu mở cạnh') })
  #field = h('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off', 'aria-label': _('Số trang của tài liệu mở cạnh') })
  #previous = h('button', { type: 'button', onclick: () => this.#turn(-1), 'aria-label': _('Trang trước') }, h('span', { 'aria-hidden': 'true' }, '◀'), _('Trước'))
  #next = h('button', { type: 'button', onclick: () => this.#turn(1), 'aria-label': _('Trang sau') }, _('Sau'), h('span', { 'aria-hidden': 'true' }, '▶'))
  #along = h('button', { type: 'button', hidden: true, 'aria-pressed': 'false', onclick: () => this.acts.along() }, _('Cùng cuộn'))

  /**
   * @param {{opened: any, page: number, moved: (page: number) => void,
   *   acts: {along: () => void, swap: () => void, only: () => void, close: () => void, version: (number: number) => void}}} parts
   */
  constructor({ opened, page, moved, acts }) {
    this.opened = opened
    this.moved = moved
    this.acts = acts
    const { id, pages: sizes } = opened.version
    this.pages = new Pages(this.#scroller, { sizes, picture: pictureOf(opened.version), first: page, nameOf: each => _('Trang %(page)s của tài liệu mở cạnh', { page: each }) })
    this.text = new TextLayer(id, this.pages.layout)
    this.search = new SecondSearch({ version: id, meeting: opened.meeting.id, pages: this.pages })
    this.element = this.#make()
  }

  connect(signal) {
    this.pages.moved = page => this.#show(page)
    for (const part of [this.pages, new ZoomGestures(this.pages), new Swipe(this.pages, direction => this.#turn(direction))]) part.connect(signal)
    this.pages.dress([this.search.layer, this.text])
    this.element.addEventListener('keydown', event => this.#keyed(event), { signal })
    this.#field.addEventListener('blur', () => this.#show(this.pages.current), { signal })
    this.#show(this.pages.current)
  }

  /** @param {boolean} on it goes along with the first */
  along(on) {
    this.#along.hidden = false
    this.#along.setAttribute('aria-pressed', `${on}`)
  }

  #make() {
    const { paper, version } = this.opened
    return h('section', { id: 'second', 'aria-labelledby': 'second-title' },
      h('div', { class: 'second-head' },
        h('h2', { id: 'second-title', tabindex: '-1' }, paper.versions.length > 1 ? _('%(title)s (bản %(number)s)', { title: paper.title, number: version.number }) : paper.title),
        h('div', { class: 'second-tools' }, this.#versions(), this.#along,
          h('button', { type: 'button', onclick: () => this.acts.swap() }, _('Đổi chỗ')),
          h('button', { type: 'button', class: 'broad', onclick: () => this.acts.only() }, _('Chỉ xem bên này')),
          h('button', { type: 'button', onclick: () => this.acts.close() }, _('Đóng')))),
      this.search.form,
      h('div', { class: 'second-body' }, this.#scroller, this.search.bar),
      h('nav', { class: 'second-foot', 'aria-label': _('Chuyển trang tài liệu mở cạnh') }, this.#previous,
        h('form', { onsubmit: event => this.#typed(event) }, this.#field, h('span', {}, `/ ${this.pages.layout.count}`)), this.#next,
        this.search.button,
        h('span', { class: 'second-zoom' },
          h('button', { type: 'button', onclick: () => this.pages.setZoom(this.pages.zoom / STEP) }, _('Thu nhỏ')),
          h('button', { type: 'button', onclick: () => this.pages.setZoom(this.pages.zoom * STEP) }, _('Phóng to')))))
  }

  #versions() {
    const { paper, version } = this.opened
    if (paper.versions.length < 2) return null
    return h('select', { 'aria-label': _('Bản của tài liệu mở cạnh'), onchange: event => this.acts.version(Number(event.target.value)) },
      paper.versions.map(({ number }) => h('option', { value: number, selected: number === version.number }, _('Bản %(number)s', { number }))))
  }

  #turn(direction) {
    this.pages.go(this.pages.current + direction)
  }

  #show(page) {
    if (document.activeElement !== this.#field) this.#field.value = page
    this.#previous.setAttribute('aria-disabled', `${page <= 1}`)
    this.#next.setAttribute('aria-disabled', `${page >= this.pages.layout.count}`)
    this.moved(page)
  }

  #typed(event) {
    event.preventDefault()
    const page = Number.parseInt(this.#field.value, 10)
    if (page) this.pages.go(page)
    this.#field.blur()
  }

  #keyed(event) {
    if (!event.target.closest('input, select')) obeyKey(event, this.#keys, { Escape: () => this.search.close() })
  }

  get #keys() {
    const { pages } = this
    return { pages, turn: direction => this.#turn(direction), larger: () => pages.setZoom(pages.zoom * STEP), smaller: () => pages.setZoom(pages.zoom / STEP), whole: () => pages.setZoom(1) }
  }
}
