/** The coloured marks and notes over a page, in every zoom. */
import { _ } from '../helpers/i18n.js'
import { h } from '../helpers/dom.js'
import { boxOf } from './paragraph_layer.js'

export class MarkLayer {
  shown = true

  /** @param {{annotations: object, open: (mark: object) => void}} parts */
  constructor(parts) {
    Object.assign(this, parts)
  }

  draw(section, page) {
    const marks = this.annotations.on(page)
    layerOf(section, 'marks').replaceChildren(...marks.flatMap(mark => this.#boxes(mark, page)))
    layerOf(section, 'tabs').replaceChildren(...marks.map(mark => this.#tab(mark, page)).filter(Boolean))
  }

  #boxes(mark, page) {
    const kind = ['mark', mark.color ?? 'yellow', mark.mine ? '' : 'theirs', mark.state ? 'coming' : ''].join(' ')
    return boxesOn(mark, page).map(boxOf(kind))
  }

  /** A note, or the name of whoever shares the mark, hangs at its end. */
  #tab(mark, page) {
    const [number, , , x1, y1] = mark.target.boxes.at(-1)
    if (number !== page || !mark.note && mark.mine) return null
    return h('div', { class: 'mark-tab', style: `left:${x1 / 100}%;top:${y1 / 100}%` }, mark.mine ? _('Ghi chú') : initials(mark.creator.name))
  }
}

const boxesOn = ({ target }, page) => target.boxes.filter(([number]) => number === page)

/** Under the words, above the picture. */
function layerOf(section, name) {
  const sheet = section.querySelector('.sheet')
  return sheet.querySelector(`:scope > .${name}`) ?? sheet.insertBefore(h('div', { class: name }), sheet.querySelector(':scope > .text, :scope > .light'))
}

const initials = name => name.trim().split(/\s+/).slice(-2).map(word => word[0]).join('').toUpperCase()
