/** The marks of this paper, the person's own first chosen; a tap goes there. */
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { onItsWay, seenBy, strokes } from '../helpers/words.js'
import { isWash } from '../models/ink.js'
import { quoteOf } from './marker.js'

export class MarkList {
  #place = null

  /** @param {{annotations: any, marker: any, go: (mark: any) => void}} parts */
  constructor(parts) {
    this.annotations = parts.annotations
    this.marker = parts.marker
    this.go = parts.go
  }

  draw(place = this.#place) {
    this.#place = place
    if (!place || place.hidden) return
    const mine = gathered(this.annotations.all.filter(({ mine }) => mine))
    const theirs = gathered(this.annotations.all.filter(({ mine }) => !mine))
    fill(place,
      mine.length ? this.#list(mine) : h('p', { class: 'muted' }, _('Ông/bà chưa đánh dấu chỗ nào. Chọn một đoạn chữ để tô màu hoặc ghi chú.')),
      theirs.length > 0 && [h('h2', {}, _('Đại biểu khác chia sẻ')), this.#list(theirs)])
  }

  #list(marks) {
    return h('ol', { class: 'plain mark-list' }, marks.map(mark => h('li', { class: `mark-line ${mark.color}` },
      h('button', { type: 'button', class: 'quiet', 'data-goes': true, onclick: () => this.go(mark) },
        h('span', { class: 'small muted' }, this.#head(mark)), wordsOf(mark) && h('span', { class: 'clamped' }, wordsOf(mark)), mark.note && h('em', { class: 'clamped' }, mark.note)),
      this.#act(mark))))
  }

  /** What was written on a page is shared as one thing, however many strokes it took. */
  #act(mark) {
    if (!mark.ink) return h('button', { type: 'button', onclick: () => this.marker.open(mark) }, mark.mine ? _('Sửa') : _('Xem'))
    return mark.mine && this.marker.mayShare && h('button', { type: 'button', onclick: () => this.marker.share(mark.all) }, _('Chia sẻ'))
  }

  #head(mark) {
    const { target, mine, creator, visibility, state } = mark
    return [_('Trang %(page)s', target), mine ? visibility !== 'self' && seenBy(mark) : creator.name, onItsWay(state)].filter(Boolean).join(' · ')
  }
}

/** What one hand wrote on one page is one line of the list, however many strokes it took. */
function gathered(marks) {
  const lines = new Map()
  for (const mark of marks) {
    const line = mark.ink ? `${mark.creator.person} ${mark.target.page} ${isWash(mark)}` : mark.key
    const { all = [], ...first } = lines.get(line) ?? {}
    lines.set(line, { ...mark, ...first, all: [...all, mark], strokes: all.length + 1 })
  }
  return [...lines.values()]
}

function wordsOf(mark) {
  return mark.ink ? strokes(isWash(mark), mark.strokes) : quoteOf(mark)
}
