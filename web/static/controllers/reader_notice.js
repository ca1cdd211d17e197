/** Short words over the paper, with at most one thing to do about them. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

export class ReaderNotice {
  #place = find('#reader-notices')

  /**
   * @param {string} kind a new one takes the place of an old one of its kind
   * @param {() => void | string} act or an address
   * @param {{close?: string, closed?: () => void}} [how] what the other button says, and what happens when it is pressed
   */
  show(kind, words, button, act, { close = _('Đóng'), closed } = {}) {
    this.hide(kind)
    const done = () => this.hide(kind)
    const action = typeof act === 'string'
      ? h('a', { class: 'button primary', href: act }, button)
      : h('button', { type: 'button', class: 'primary', onclick: () => { done(); act() } }, button)
    this.#place.append(h('div', { 'data-kind': kind, class: 'reader-notice' }, h('p', {}, words),
      h('div', { class: 'actions' }, button && action, h('button', { type: 'button', onclick: () => { done(); closed?.() } }, close))))
  }

  hide(kind) {
    this.#place.querySelector(`[data-kind="${kind}"]`)?.remove()
  }
}
