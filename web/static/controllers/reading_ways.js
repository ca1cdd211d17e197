/** "Cách đọc": how this person likes to read, in one menu. */
import { Refused } from '../helpers/api.js'
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Look } from '../models/look.js'
import { complain } from './notices.js'

export class ReadingWays {
  #panel = find('#reading-ways .menu-panel')

  /** @param {import('./open_paper.js').OpenPaper} reader */
  constructor(reader) {
    this.reader = reader
    this.view = reader.view
    this.look = new Look(reader.drafts, document.documentElement)
  }

  /** @param {AbortSignal} [signal] */
  connect(signal) {
    this.#panel.append(this.#aloud(signal), this.#turning(signal), this.#printing(signal), this.#grounds(signal))
    this.#panel.parentElement.addEventListener('toggle', () => this.#readAloud().catch(() => { /* it is fetched again when it is wanted */ }), { signal, once: true })
  }

  /** What reads a paragraph aloud, and those after it. */
  aloudFrom(paragraph) {
    return h('button', { type: 'button', onclick: () => this.#begin(paragraph) }, _('Đọc to từ đây'))
  }

  #aloud(signal) {
    return h('button', { type: 'button', class: 'aloud', onclick: [() => this.#begin(this.reader.sheet.paragraph), signal] }, _('Đọc to'))
  }

  #turning(signal) {
    const { pages, view } = this.reader
    return h('button', { type: 'button', 'data-stay': true, onclick: [() => { view.asPages(); pages.turn(pages.current) }, signal] }, _('Xoay trang này'))
  }

  #printing(signal) {
    const { version, view } = this.reader
    return h('button', { type: 'button', onclick: [async () => {
      const dialog = await import('./print_dialog.js').catch(() => null)
      if (dialog) dialog.printPages({ version: version.id, page: view.current, count: version.pages.length })
      else this.#away(_('Chưa mở được phần in. Xin thử lại khi có mạng.'))
    }, signal] }, _('In…'))
  }

  async #begin(paragraph) {
    const aloud = await this.#readAloud().catch(() => null)
    if (aloud) return aloud.begin(paragraph)
    this.#away(_('Chưa tải được phần đọc to. Xin thử lại khi có mạng.'))
  }

  #away(message) {
    complain(new Refused({ code: 'network.unreachable', message }))
  }

  /** Fetched when it may be wanted, and early enough that the tablet still knows it was touched. */
  #readAloud() {
    this.aloud ??= import('./read_aloud.js').then(({ ReadAloud }) => {
      const aloud = new ReadAloud(this.reader)
      aloud.connect()
      return aloud
    })
    this.aloud.catch(() => { this.aloud = null })
    return this.aloud
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
