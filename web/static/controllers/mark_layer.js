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
    const sheet = section.querySelector('.sheet')
    const layer = sheet.querySelector(':scope > .marks') ?? sheet.insertBefore(h('div', { class: 'marks' }), sheet.querySelector(':scope > .text, :scope > .light'))
    layer.replaceChildren(...this.annotations.on(page).flatMap(mark => this.#drawn(mark, page)))
  }

  #drawn(mark, page) {
    const boxes = mark.target.boxes.filter(([number]) => number === page)
    const kind = ['mark', mark.color ?? 'yellow', mark.mine ? '' : 'theirs', mark.state ? 'coming' : ''].join(' ')
    const drawn = boxes.map(boxOf(kind))
    if ((mark.note || !mark.mine) && mark.target.boxes.at(-1)[0] === page) drawn.push(this.#tab(mark, boxes.at(-1)))
    return drawn
  }

  /** A note, or the name of whoever shares the mark, hangs at its end. */
  #tab(mark, [, , , x1, y1]) {
    return h('div', { class: 'mark-tab', style: `left:${x1 / 100}%;top:${y1 / 100}%` }, mark.mine ? _('Ghi chú') : initials(mark.creator.name))
  }
}

const initials = name => name.trim().split(/\s+/).slice(-2).map(word => word[0]).join('').toUpperCase()
