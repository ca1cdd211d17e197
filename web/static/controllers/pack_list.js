/** The other papers of the meeting, in the order of the agenda. */
import { api } from '../helpers/api.js'
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { PackNumbers } from '../models/pack_numbers.js'
import { downloadsOf } from './downloads.js'

export class PackList {
  #drawn = false

  /** @param {{meeting: number, paper: number, version: number, keeping: Element,
   *   beside: import('./beside.js').Beside}} parts keeping: stands in the menu of downloads, or here where there is none */
  constructor(parts) {
    this.meeting = parts.meeting
    this.paper = parts.paper
    this.version = parts.version
    this.keeping = parts.keeping
    this.beside = parts.beside
  }

  async draw(place) {
    if (this.#drawn) return
    const pack = await api.get(`/meetings/${this.meeting}/pack`).catch(() => null)
    if (!pack) return fill(place, h('p', {}, _('Chưa tải được danh sách tài liệu. Xin thử lại khi có mạng.')))
    this.#drawn = true
    fill(place, h('ol', { class: 'plain pack' }, pack.map(each => h('li', {}, this.#line(each), this.#besideButton(each)))),
      h('h2', { class: 'downloads-head' }, _('Tải về')), h('div', { class: 'downloads' }, downloadsOf(this.version), !find('#downloads').offsetParent && this.keeping))
  }

  #besideButton({ paper, title, pages }) {
    if (paper === this.paper || !pages) return null
    return h('button', { type: 'button', 'data-goes': true, 'aria-label': _('Mở cạnh: %(title)s', { title }), onclick: () => this.beside.open({ paper }) }, _('Mở cạnh'))
  }

  #line({ paper, title, numbers, pages }) {
    const words = [h('span', {}, title), h('span', { class: 'muted small' }, pages ? _('Trang %(pages)s của tập', { pages: new PackNumbers(numbers).span(pages) }) : '')]
    return paper === this.paper ? h('div', { class: 'here', 'aria-current': 'page' }, words) : h('a', { href: `/papers/${paper}` }, words)
  }
}
