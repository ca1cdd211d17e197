/** One change: what it is, the words that went and came, and, opened, both pieces of the pages side by side. */
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { cutting } from '../models/change_list.js'
import { pictureOf } from '../models/layout.js'
import { boxOf } from './paragraph_layer.js'

const WIDTH = 1240
const TAGS = { added: 'ins', removed: 'del', same: 'span' }
const CHIPS = { added: 'ok', removed: 'danger', moved: 'accent', edited: 'warn' }

export const kindInWords = kind => ({ added: _('Thêm'), removed: _('Bỏ'), moved: _('Chuyển chỗ'), edited: _('Sửa') })[kind] ?? kind

export class ChangeCard {
  #pieces = h('div', { class: 'change-pieces' })
  #shown = false

  /** @param {import('../models/change_list.js').Change} change @param {{paper: number, sides: any, choose: (change: any) => void}} parts */
  constructor(change, parts) {
    this.change = change
    this.paper = parts.paper
    this.sides = parts.sides
    this.choose = parts.choose
    this.#button = h('button', { type: 'button', 'aria-expanded': 'false', onclick: () => this.choose(change) }, _('Xem trên trang'))
    this.element = h('li', { class: `card change ${change.kind}` },
      h('div', { class: 'change-head' },
        h('span', { class: `chip ${CHIPS[change.kind]}` }, kindInWords(change.kind)), h('strong', {}, this.#address()), h('span', { class: 'muted small' }, this.#pages())),
      h('p', { class: 'change-words', lang: 'vi' }, change.words.map(([op, words]) => [h(TAGS[op] ?? 'span', {}, words), ' '])),
      h('div', { class: 'actions' }, this.#button), this.#pieces)
  }

  #button

  /** @param {boolean} open whether its pieces of the pages are shown */
  open(open) {
    this.element.classList.toggle('chosen', open)
    this.#button.setAttribute('aria-expanded', `${open}`)
    this.#pieces.hidden = !open
    if (open && !this.#shown) this.#show()
  }

  #address() {
    const { old, new: now } = this.change
    return (now[0] ?? old[0])?.address || _('Đoạn không đánh số')
  }

  #pages() {
    const { old, new: now } = this.change
    if (!now.length) return _('trang %(page)s của bản cũ', old[0])
    if (!old.length) return _('trang %(page)s của bản mới', now[0])
    return _('trang %(old)s của bản cũ, trang %(new)s của bản mới', { old: old[0].page, new: now[0].page })
  }

  async #show() {
    this.#shown = true
    fill(this.#pieces, h('p', { class: 'muted' }, _('Đang mở trang…')))
    try {
      const [old, now] = await Promise.all([this.#piece('old', _('Bản cũ')), this.#piece('new', _('Bản mới'))])
      fill(this.#pieces, old, now)
    } catch (fault) {
      this.#shown = false
      fill(this.#pieces, h('p', { class: 'refusal' }, fault.message))
    }
  }

  async #piece(side, title) {
    const places = this.change[side]
    const { number, version, index, source } = this.sides[side]
    const name = h('figcaption', {}, h('strong', {}, title), h('span', { class: 'muted small' }, ` · ${_('Bản %(number)s', { number })}`))
    if (!places.length) return h('figure', {}, name, h('p', { class: 'change-none' }, side === 'old' ? _('Bản cũ không có đoạn này.') : _('Bản mới không còn đoạn này.')))
    const [{ page, paragraph }] = places
    await source.need(page)
    const boxes = places.flatMap(place => index.get(place.paragraph)?.boxes ?? [])
    return h('figure', {}, name, this.#cut(version, page, boxes),
      h('a', { class: 'button', href: `/papers/${this.paper}?version=${number}#page=${page}&paragraph=${paragraph}` }, _('Mở trang %(page)s', { page })))
  }

  #cut(version, page, boxes) {
    const { width, height } = version.pages[page - 1]
    const { boxes: here, ...cut } = cutting(boxes, page) ?? { left: 0, top: 0, width: 1, height: 1, boxes: [] }
    const style = `aspect-ratio:${width} / ${height};width:${100 / cut.width}%;left:${-cut.left / cut.width * 100}%;top:${-cut.top / cut.height * 100}%`
    const sheet = h('div', { class: 'change-sheet', style },
      h('img', { src: pictureOf(version)(page, WIDTH), alt: _('Trang %(page)s', { page }), loading: 'lazy' }),
      here.map(boxOf('light')))
    return h('div', { class: 'change-cut', style: `aspect-ratio:${width * cut.width} / ${height * cut.height}` }, sheet)
  }
}
