/** "Cách đọc": how this person likes to read, in one menu. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Look } from '../models/look.js'

export class ReadingWays {
  #panel = find('#reading-ways .menu-panel')

  /** @param {{drafts: import('../models/drafts.js').Drafts, view: {larger: () => void, smaller: () => void}}} parts */
  constructor({ drafts, view }) {
    this.look = new Look(drafts, document.documentElement)
    this.view = view
  }

  /** @param {AbortSignal} [signal] */
  connect(signal) {
    this.#panel.append(this.#sizes(signal), this.#grounds(signal))
  }

  #sizes(signal) {
    const button = (words, act) => h('button', { type: 'button', 'data-stay': true, onclick: [act, signal] }, words)
    return h('div', { class: 'reading-sizes only-phone' }, button(_('Thu nhỏ'), () => this.view.smaller()), button(_('Phóng to'), () => this.view.larger()))
  }

  #grounds(signal) {
    const grounds = [['', _('Theo máy')], ['light', _('Sáng')], ['dark', _('Tối')], ['sepia', _('Giấy vàng')]]
    const chosen = this.look.chosen
    return h('fieldset', { class: 'grounds', onchange: [({ target }) => this.look.choose(target.value), signal] },
      h('legend', {}, _('Nền trang')),
      grounds.map(([look, words]) => h('label', { class: 'choice' },
        h('input', { type: 'radio', name: 'ground', value: look, checked: look === chosen }), h('span', { class: 'ground', 'data-ground': look }, words))))
  }
}
