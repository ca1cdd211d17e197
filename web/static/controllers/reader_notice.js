/** Short words over the paper, with at most one thing to do about them; one at a time, so that the paper is seen. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

/** What is shown before everything else, the first of them first: what the person has begun and has to end, what ends their work, and their own words. */
const FIRST = ['placing', 'removed', 'silenced', 'draft']

export class ReaderNotice {
  #place = find('#reader-notices')

  /**
   * @param {string} kind a new one takes the place of an old one of its kind
   * @param {string} words @param {string|null} [button] @param {(() => void)|string|null} [act] or an address
   * @param {{close?: string, closed?: () => void}} [how] what the other button says, and what happens when it is pressed
   */
  show(kind, words, button, act, { close = _('Đóng'), closed } = {}) {
    this.#of(kind)?.remove()
    const done = () => this.hide(kind)
    const action = typeof act === 'string'
      ? h('a', { class: 'button primary', href: act }, button)
      : h('button', { type: 'button', class: 'primary', onclick: () => { done(); act() } }, button)
    this.#place.append(h('div', { 'data-kind': kind, class: 'reader-notice' }, h('p', {}, words),
      h('div', { class: 'actions' }, button && action, h('button', { type: 'button', onclick: () => { done(); closed?.() } }, close))))
    this.#choose()
  }

  hide(kind) {
    this.#of(kind)?.remove()
    this.#choose()
  }

  #of(kind) {
    return this.#place.querySelector(`[data-kind="${kind}"]`)
  }

  /** The newest is seen; the others wait until it is closed. */
  #choose() {
    const first = FIRST.map(kind => [...this.#place.querySelectorAll(`[data-kind^="${kind}"]`)].at(-1))
    const seen = first.find(Boolean) ?? this.#place.lastElementChild
    for (const notice of this.#place.children) notice.hidden = notice !== seen
  }
}
