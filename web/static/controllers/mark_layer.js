/** The coloured marks and notes over a page, in every zoom. */
import { _ } from '../helpers/i18n.js'
import { h } from '../helpers/dom.js'
import { UNIT } from '../models/layout.js'
import { isPageNote } from '../models/page_note.js'
import { stacked } from '../models/stacked.js'
import { boxOf } from './paragraph_layer.js'

const TAB = { width: 64, height: 19 }
const narrow = matchMedia('(max-width: 44rem)')   // there the tabs are in one column, in the margin (reader.css)

export class MarkLayer {
  shown = true

  /** @param {{annotations: any, layout: any}} parts */
  constructor(parts) {
    this.annotations = parts.annotations
    this.layout = parts.layout
  }

  draw(section, page) {
    const marks = this.annotations.on(page).filter(mark => !mark.ink && !isPageNote(mark))   // those have layers of their own
    layerOf(section, 'marks').replaceChildren(...marks.flatMap(mark => this.#boxes(mark, page)))
    layerOf(section, 'tabs').replaceChildren(...this.#tabs(marks.filter(mark => isTabbed(mark, page)), page))
  }

  #boxes(mark, page) {
    const kind = ['mark', mark.color ?? 'yellow', mark.mine ? '' : 'theirs', mark.state ? 'coming' : ''].join(' ')
    return boxesOn(mark, page).map(boxOf(kind))
  }

  /** A note, or the name of whoever shares the mark, hangs at its end. */
  #tabs(marks, page) {
    const { width: wide, height: high } = this.layout.sheet(page)
    const ends = marks.map(({ target }) => target.boxes.at(-1))
    const down = stacked(ends.map(([, , , x1, y1]) => ({ x: x1 / UNIT * wide, y: y1 / UNIT * high })), narrow.matches ? { ...TAB, width: Infinity } : TAB)
    return marks.map((mark, index) => tab(mark, ends[index], down[index]))
  }
}

function tab(mark, [, , , x1, y1], down) {
  const style = `left:${x1 / 100}%;top:calc(${y1 / 100}% + ${down}px)`
  return h('div', { class: `mark-tab ${mark.mine ? 'note' : ''}`, style }, mark.mine ? _('Ghi chú') : initials(mark.creator.name))
}

const isTabbed = ({ target, note, mine }, page) => target.boxes.at(-1)?.[0] === page && (note || !mine)

const boxesOn = ({ target }, page) => target.boxes.filter(([number]) => number === page)

/** Under the words, above the picture. */
function layerOf(section, name) {
  const sheet = section.querySelector('.sheet')
  return sheet.querySelector(`:scope > .${name}`) ?? sheet.insertBefore(h('div', { class: name }), sheet.querySelector(':scope > .text, :scope > .light'))
}

const initials = name => name.trim().split(/\s+/).slice(-2).map(word => word[0]).join('').toUpperCase()
