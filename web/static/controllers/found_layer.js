/** What a search found, marked on the page; the hit that is looked at more than the others. */
import { h } from '../helpers/dom.js'
import { boxOf } from './paragraph_layer.js'

export class FoundLayer {
  /** @param {{found: import('../models/found.js').Found, version: number}} parts */
  constructor(parts) {
    this.found = parts.found
    this.version = parts.version
  }

  draw(section, page) {
    const sheet = section.querySelector('.sheet')
    const layer = sheet.querySelector(':scope > .found')
      ?? sheet.insertBefore(h('div', { class: 'found' }), sheet.querySelector(':scope > .text, :scope > .light'))
    layer.replaceChildren(...this.found.on(this.version, page).map(({ box, looked }) => boxOf(looked ? 'hit-box looked' : 'hit-box')(box)))
  }
}
