/**
 * What was made on another version and found no place on this one: it is listed, can be read where it was
 * made, and is given a place here by one tap on a paragraph.
 */
import { h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { open as openDialog } from './confirmation.js'
import { pointsHere } from '../models/ink.js'
import { isPageNote, targetAt } from '../models/page_note.js'
import { UNIT } from '../models/layout.js'
import { keepStrokes, viewOf } from './ink_layer.js'
import { nameOf, quoteOf } from './marker.js'

const LONGEST = 220
/** Around a small picture of strokes, in ten-thousandths of the page's width. */
const MARGIN = 60

export class Unplaced {
  #placing = null

  /** @param {{live: any, notice: any, paper: any, version: any, rights: Set<string>, comments: any, annotations: any, targetOf: (paragraph: any) => Promise<any>, makeRoom: () => void}} parts */
  constructor(parts) {
    this.live = parts.live
    this.notice = parts.notice
    this.paper = parts.paper
    this.version = parts.version
    this.rights = parts.rights
    this.comments = parts.comments
    this.annotations = parts.annotations
    this.targetOf = parts.targetOf
    this.makeRoom = parts.makeRoom
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
    const target = await this.targetOf(paragraph)
    if (thing.point) return this.live.send('annotation.place', { annotation: thing.id, version, target: pointBefore(target) })
    if (!thing.strokes) return this.live.send('annotation.place', { annotation: thing.id, version, target })
    const [page, x0, y0] = target.boxes[0]
    const [right, down] = [x0 - thing.corner.x, y0 - thing.corner.y]
    for (const { id, made: { boxes: [box] } } of thing.strokes) {
      const selectors = target.selectors.filter(({ type }) => type === 'FragmentSelector')
      this.live.send('annotation.place', { annotation: id, version, target: { ...target, selectors, boxes: [moved(box, page, right, down)] } })
    }
  }

  /** Each is for whoever may give it a place: one's own; the desk places everybody's comments. */
  get #things() {
    const comments = this.comments.unplaced.filter(({ id, mine }) => id && (mine || this.rights.has('opinion:answer'))).map(entry => ({
      id: entry.id, said: entry.text, quote: entry.target?.quote ?? '', page: entry.target?.page ?? 1, paragraph: entry.made ?? null,
      version: entry.version_number, whose: entry.creator.name,
    }))
    const lost = this.annotations.unplaced.filter(({ id, mine }) => id && mine)
    const marks = lost.filter(({ ink }) => !ink).map(mark => ({
      id: mark.id, said: null, note: mark.note, quote: quoteOf({ target: mark.made }), page: mark.made.page, paragraph: mark.made.paragraph,
      version: this.#numberOf(mark.version), whose: null, point: isPageNote({ ...mark, target: mark.made }),
    }))
    return [...comments, ...marks, ...this.#drawings(lost.filter(({ ink }) => ink))]
  }

  /** What was written on one page of one version is one thing: its strokes keep their places to one another. */
  #drawings(strokes) {
    const together = new Map()
    for (const stroke of strokes) {
      const place = `${stroke.version} ${stroke.made.page} ${stroke.made.paragraph}`
      together.set(place, [...together.get(place) ?? [], stroke])
    }
    return [...together.values()].map(drawing => {
      const [{ version, made: { page, paragraph } }] = drawing
      const boxes = drawing.map(({ made }) => made.boxes[0])
      const corner = { x: Math.min(...boxes.map(([, x]) => x)), y: Math.min(...boxes.map(([, , y]) => y)) }
      return { strokes: drawing, corner, said: null, quote: '', page, paragraph, version: this.#numberOf(version), whose: null }
    })
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
    const { version, page, paragraph, quote, said, note, whose, strokes } = thing
    const place = `#page=${page}${paragraph ? `&paragraph=${paragraph}` : ''}`
    return h('li', { class: 'card' },
      h('p', { class: 'muted small' }, [whose ?? nameOf({ ink: strokes, note }), _('Bản %(number)s', { number: version }), _('Trang %(page)s', { page })].join(' · ')),
      quote && h('blockquote', { class: 'quoted' }, shortened(quote)),
      strokes && pictureOf(strokes),
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

/** The strokes small, as they were drawn. */
function pictureOf(strokes) {
  const view = viewOf(Math.SQRT2)
  const whole = strokes.map(stroke => ({ ...stroke, target: stroke.made }))
  keepStrokes(view, whole, Math.SQRT2)
  const points = whole.flatMap(pointsHere)
  const [across, down] = [points.map(({ x }) => x), points.map(({ y }) => y * Math.SQRT2)]
  const [left, top] = [Math.min(...across) - MARGIN, Math.min(...down) - MARGIN]
  view.setAttribute('viewBox', `${left} ${top} ${Math.max(...across) + MARGIN - left} ${Math.max(...down) + MARGIN - top}`)
  view.setAttribute('preserveAspectRatio', 'xMinYMid meet')
  view.classList.add('small-ink')
  return view
}

/** A box as large elsewhere; one that would hang over the edge is drawn in. */
function moved([, x0, y0, x1, y1], page, right, down) {
  const [across, along] = [Math.max(-x0, Math.min(UNIT - x1, right)), Math.max(-y0, Math.min(UNIT - y1, down))]
  return [page, x0 + across, y0 + along, x1 + across, y1 + along]
}

/** Where a paragraph begins, for a note that stands at a point. */
function pointBefore({ paragraph, boxes: [[page, x, y]] }) {
  return targetAt({ page, x, y }, paragraph)
}

const shortened = words => words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
