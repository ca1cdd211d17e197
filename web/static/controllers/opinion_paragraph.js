/** One paragraph, its text, and what was said of it. */
import { fill, h, keep } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { countComments } from '../helpers/labels.js'
import { PackNumbers } from '../models/pack_numbers.js'
import { OpinionCard } from './opinion_card.js'

const LONG = 320
const capital = words => words && words[0].toUpperCase() + words.slice(1)

export class OpinionParagraph {
  #comments = new Map()
  #shown = ''
  #whole = false

  constructor(acts) {
    this.acts = acts
    this.heading = h('h3', {})
    this.text = h('blockquote', { class: 'paragraph-text' })
    this.list = h('div', { class: 'opinion-list' })
    this.element = h('article', { class: 'paragraph' }, this.heading, this.text, this.list)
  }

  update(paragraph, paper, packed) {
    const shown = JSON.stringify([{ ...paragraph, comments: paragraph.comments.length }, packed?.first])
    if (shown !== this.#shown) this.#drawHead(paragraph, paper, packed)
    this.#shown = shown
    keep(this.list, paragraph.comments, ({ id }) => id, comment => new OpinionCard(comment, this.acts), this.#comments,
      (part, comment) => part.update(comment))
  }

  #drawHead({ id, page, pack_page, address, text, comments, latest, version_number }, paper, packed) {
    this.element.id = `paragraph-${id}`
    const ofPack = latest ? pack_page ?? (packed ? new PackNumbers(packed.numbers).label(page) : null) : null
    const now = paper.version?.number
    const version = version_number ?? now
    fill(this.heading, h('a', { href: `/papers/${paper.id}?version=${version}#page=${page}&paragraph=${id}` }, capital(address) || _('Trang %(page)s', { page: number(page) })),
      h('span', { class: 'facts' }, [address && _('trang %(page)s', { page: number(page) }),
        ofPack && _('trang %(page)s của tập', { page: ofPack }),
        now && version !== now && _('ở bản %(number)s, nay là bản %(now)s', { number: version, now }),
        countComments(comments.length)].filter(Boolean).join(' · ')))
    this.#drawText(text ?? '')
  }

  #drawText(text) {
    const long = text.length > LONG && !this.#whole
    fill(this.text, long ? `${text.slice(0, LONG).trimEnd()}… ` : text, long && h('button', {
      type: 'button', class: 'quiet', onclick: () => { this.#whole = true; this.#drawText(text) },
    }, _('Xem cả đoạn')))
  }
}
