/**
 * What was made on another version and found no place on this one: it is listed, can be read where it was
 * made, and is given a place here by one tap on a paragraph.
 */
import { h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { open as openDialog } from './confirmation.js'
import { quoteOf } from './marker.js'

const LONGEST = 220

export class Unplaced {
  #placing = null

  /** @param {{live: object, notice: object, paper: object, version: object, rights: Set<string>, comments: object, annotations: object, targetOf: (paragraph: object) => Promise<object>, makeRoom: () => void}} parts */
  constructor(parts) {
    Object.assign(this, parts)
  }

  /** Say how many there are, if there are any; said again only when their number changed. */
  draw() {
    const things = this.#things
    if (things.length === this.said) return
    this.said = things.length
    if (!things.length) return this.notice.hide('unplaced')
    const words = ngettext('%(num)s ý kiến hoặc dấu của bản trước chưa có chỗ trong bản này.', '%(num)s ý kiến hoặc dấu của bản trước chưa có chỗ trong bản này.', things.length)
    this.notice.show('unplaced', words, _('Xem'), () => this.#list())
  }

  get waiting() {
    return this.#placing !== null
  }

  /** A paragraph was tapped. @returns {boolean} whether something was waiting for its place */
  take(paragraph) {
    const thing = this.#placing
    if (!thing) return false
    this.#placing = null
    this.notice.hide('placing')
    this.#place(thing, paragraph)
    return true
  }

  async #place(thing, paragraph) {
    const version = this.version.id
    if (thing.said) return this.live.send('comment.place', { comment: thing.id, version, paragraph: paragraph.id })
    return this.live.send('annotation.place', { annotation: thing.id, version, target: await this.targetOf(paragraph) })
  }

  /** Each is for whoever may give it a place: one's own; the desk places everybody's comments. */
  get #things() {
    const comments = this.comments.unplaced.filter(({ id, mine }) => id && (mine || this.rights.has('opinion:answer'))).map(entry => ({
      id: entry.id, said: entry.text, quote: entry.target?.quote ?? '', page: entry.target?.page ?? 1, paragraph: entry.made ?? null,
      version: entry.version_number, whose: entry.creator.name,
    }))
    const marks = this.annotations.unplaced.filter(({ id, mine }) => id && mine).map(mark => ({
      id: mark.id, said: null, note: mark.note, quote: quoteOf({ target: mark.made }), page: mark.made.page, paragraph: mark.made.paragraph,
      version: this.#numberOf(mark.version), whose: null,
    }))
    return [...comments, ...marks]
  }

  #numberOf(version) {
    return this.paper.versions.find(({ id }) => id === version)?.number ?? 1
  }

  #list() {
    this.said = null
    const dialog = h('dialog', { class: 'broad', 'aria-labelledby': 'unplaced-title' },
      h('h2', { id: 'unplaced-title' }, _('Chưa có chỗ trong bản này')),
      h('p', {}, _('Đoạn mà những ý kiến và dấu này nói đến không còn, hoặc đã khác nhiều. Không có gì bị mất: ông/bà đọc lại ở bản cũ, hoặc đặt vào một đoạn của bản này.')),
      h('ol', { class: 'plain' }, this.#things.map(thing => this.#card(thing, () => dialog.close()))),
      h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, _('Đóng'))))
    openDialog(dialog, () => this.draw())
  }

  #card(thing, close) {
    const { version, page, paragraph, quote, said, note, whose } = thing
    const place = `#page=${page}${paragraph ? `&paragraph=${paragraph}` : ''}`
    return h('li', { class: 'card' },
      h('p', { class: 'muted small' }, [whose ?? (note ? _('Ghi chú của tôi') : _('Đánh dấu của tôi')), _('Bản %(number)s', { number: version }), _('Trang %(page)s', { page })].join(' · ')),
      quote && h('blockquote', { class: 'quoted' }, shortened(quote)),
      (said || note) && h('p', {}, said ?? note),
      h('div', { class: 'actions' },
        h('a', { class: 'button', href: `/papers/${this.paper.id}?version=${version}${place}` }, _('Đọc ở bản %(number)s', { number: version })),
        h('button', { type: 'button', class: 'primary', onclick: () => { close(); this.#begin(thing) } }, _('Đặt vào một đoạn'))))
  }

  #begin(thing) {
    this.#placing = thing
    this.makeRoom()   // a sheet over the paper would be in the way of the tap
    this.notice.show('placing', thing.said ? _('Xin chạm vào đoạn mà ý kiến này nói đến.') : _('Xin chạm vào đoạn để đặt dấu này.'), null, null,
      { close: _('Thôi'), closed: () => { this.#placing = null } })
  }
}

const shortened = words => words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
