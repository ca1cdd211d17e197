/** Notes at any place of a page: shown as tags, written by holding a finger on an empty place or with the tool of the pen. */
import { h, keep } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { isPageNote, targetAt } from '../models/page_note.js'
import { stacked } from '../models/stacked.js'
import { UNIT } from '../models/layout.js'
import { LongPress } from './long_press.js'

const TAG = { width: 76, height: 48 }

export class PageNotes {
  /** @param {{pages: any, annotations: any, marker: any, index: any, source: any, busy: () => boolean}} parts `busy`: a tap has another meaning just now */
  constructor(parts) {
    this.pages = parts.pages
    this.annotations = parts.annotations
    this.marker = parts.marker
    this.index = parts.index
    this.source = parts.source
    this.busy = parts.busy
    this.press = new LongPress(this.pages, point => this.#held(point))
  }

  connect(signal) {
    if (this.marker.may) this.press.connect(signal)
  }

  /** @param {{page: number, x: number, y: number}} point @param {string} [visibility] */
  async write(point, visibility) {
    await this.source.need(point.page).catch(() => null)   // off line without them: it then stands by itself
    this.marker.note(targetAt(point, this.index.nearest(point.page, point.x, point.y)?.id ?? null), visibility)
  }

  draw(section, page) {
    const notes = this.annotations.on(page).filter(isPageNote)
    const layer = section.querySelector('.page-notes') ?? (notes.length ? section.querySelector('.sheet').appendChild(h('div', { class: 'page-notes' })) : null)
    if (!layer) return
    const [wide, high] = [this.pages.layout.width, this.pages.layout.height(page)]
    const down = stacked(notes.map(({ target: { boxes: [[, x, y]] } }) => ({ x: x / UNIT * wide, y: y / UNIT * high })), TAG)
    const shown = notes.map((mark, index) => ({ mark, down: down[index] }))
    keep(layer, shown, ({ mark }) => `${mark.creator.person} ${mark.operation_id}`, () => this.#made(), section.notes ??= new Map())
  }

  #held(point) {
    const ratio = this.pages.layout.ratio(point.page)
    if (!this.busy() && !this.annotations.at(point.page, point.x, point.y, ratio)) this.write(point)
  }

  #made() {
    let mark
    const words = h('span', {})
    const element = h('button', { type: 'button', onclick: () => this.marker.open(mark) }, words)
    const update = shown => {
      mark = shown.mark
      const { target: { boxes: [[, x, y]] }, note, mine, creator, color, state } = mark
      const [name, said] = mine ? [_('Ghi chú'), _('Ghi chú: %(note)s', { note })] : [creator.name.split(' ').at(-1), _('Ghi chú của %(name)s: %(note)s', { name: creator.name, note })]
      element.className = ['page-note', color, state && 'coming'].filter(Boolean).join(' ')
      element.ariaLabel = said
      element.title = note
      element.style.cssText = `--x:${x / 100}%;--y:calc(${y / 100}% + ${shown.down}px)`
      if (words.textContent !== name) words.textContent = name
    }
    return { element, update }
  }
}
