/** The headings of the paper, and its pages small. */
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { THUMBNAIL } from '../models/layout.js'

export class Headings {
  #drawn = false

  /** @param {{source: any, go: (page: number, y: number) => void}} parts */
  constructor(parts) {
    this.source = parts.source
    this.go = parts.go
  }

  /** The version was read anew. */
  forget() {
    this.#drawn = false
  }

  async draw(place) {
    if (this.#drawn) return
    fill(place, h('p', { class: 'muted' }, _('Đang tải mục lục…')))
    const headings = await this.source.headings().catch(() => null)
    if (!headings) return fill(place, h('p', {}, _('Chưa tải được mục lục. Xin thử lại khi có mạng.')))
    this.#drawn = true
    fill(place, headings.length
      ? h('ol', { class: 'plain headings' }, headings.map(heading => this.#line(heading)))
      : h('p', { class: 'muted' }, _('Tài liệu này không có đề mục. Ông/bà có thể chọn theo trang.')))
  }

  #line({ text, level, boxes: [[page, , y]] }) {
    return h('li', {}, h('button', {
      type: 'button', class: 'quiet', 'data-goes': true, style: `padding-inline-start:${.6 + Math.min(4, Math.max(0, (level ?? 1) - 1)) * .8}rem`,
      onclick: () => this.go(page, y),
    }, h('span', {}, text), h('span', { class: 'muted small' }, `${page}`)))
  }
}

export class Thumbnails {
  #drawn = false

  /** @param {{sizes: any[], picture: (page: number, width: number) => string, go: (page: number) => void, current: () => number}} parts */
  constructor(parts) {
    this.sizes = parts.sizes
    this.picture = parts.picture
    this.go = parts.go
    this.current = parts.current
  }

  draw(place) {
    if (!this.#drawn) fill(place, h('div', { class: 'thumbnails' }, this.sizes.map((size, index) => this.#thumbnail(size, index + 1))))
    this.#drawn = true
    for (const button of place.querySelectorAll('button')) button.removeAttribute('aria-current')
    const now = place.querySelector(`[data-page="${this.current()}"]`)
    now?.setAttribute('aria-current', 'page')
    now?.scrollIntoView({ block: 'center', behavior: 'instant' })
  }

  #thumbnail({ width, height }, page) {
    return h('button', { type: 'button', class: 'quiet', 'data-goes': true, 'data-page': page, 'aria-label': _('Trang %(page)s', { page }), onclick: () => this.go(page) },
      h('img', { src: this.picture(page, THUMBNAIL), alt: '', loading: 'lazy', width: 120, height: Math.round(120 * height / width) }), `${page}`)
  }
}
