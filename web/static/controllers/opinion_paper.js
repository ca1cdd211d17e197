/** One paper on the chair's table: its heat strip and its paragraphs. */
import { fill, h, keep } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { countComments } from '../helpers/labels.js'
import { drawHeat } from './heat_strip.js'
import { OpinionParagraph } from './opinion_paragraph.js'

export class OpinionPaper {
  #paragraphs = new Map()
  #shown = ''

  constructor(acts) {
    this.acts = acts
    this.heading = h('h2', {})
    this.heat = h('ol', { class: 'plain heat' })
    this.list = h('div', {})
    this.element = h('section', { class: 'card opinion-paper' }, this.heading, this.heat, this.list)
  }

  update(paper, heat, packed) {
    const count = paper.paragraphs.reduce((sum, { comments }) => sum + comments.length, 0)
    const title = paper.title || packed?.title || ''
    const shown = JSON.stringify([title, count, heat, packed])
    if (shown !== this.#shown) this.#drawHead({ ...paper, title }, count, heat, packed)
    this.#shown = shown
    keep(this.list, paper.paragraphs, ({ id }) => id, () => new OpinionParagraph(this.acts), this.#paragraphs,
      (part, paragraph) => part.update(paragraph, paper, packed))
  }

  #drawHead({ id, title, item }, count, heat, packed) {
    fill(this.heading, item && h('span', { class: 'number' }, _('Nội dung %(number)s:', { number: item.number }), ' '),
      h('a', { href: `/papers/${id}` }, title), ' ', h('span', { class: 'chip warn' }, countComments(count)))
    this.heat.setAttribute('aria-label', _('Số ý kiến theo trang của tài liệu'))
    drawHeat(this.heat, heat, { pages: packed?.pages ?? 0 })
  }
}
