/** Over the paper while something is marked on it: on to the next hit, back, and enough of it. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

export class FoundBar {
  #at = h('p', { role: 'status' })

  /** @param {{found: import('../models/found.js').Found, version: number, show: (hit: any) => void, clear: () => void}} parts */
  constructor(parts) {
    this.found = parts.found
    this.version = parts.version
    this.show = parts.show
    this.clear = parts.clear
    this.steps = h('div', { class: 'actions' }, this.#step(-1, _('Chỗ trước')), this.#step(1, _('Chỗ sau')))
    this.element = h('div', { class: 'found-bar', role: 'group', 'aria-label': _('Các chỗ tìm thấy'), hidden: true },
      this.#at, this.steps, h('button', { type: 'button', class: 'quiet', onclick: () => this.clear() }, _('Bỏ tìm')))
    find('#paper').append(this.element)
  }

  draw() {
    const all = this.found.within(this.version).length
    const at = this.found.position(this.version)
    this.element.hidden = !all || !at
    this.steps.hidden = all < 2
    this.#at.textContent = all && at ? _('Chỗ %(at)s/%(all)s', { at, all }) : ''
  }

  #step(direction, words) {
    return h('button', { type: 'button', onclick: () => {
      const hit = this.found.beside(this.version, direction)
      if (hit) this.show(hit)
    } }, words)
  }
}
