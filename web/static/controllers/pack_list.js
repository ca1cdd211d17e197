/** The other papers of the meeting, in the order of the agenda. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { pages } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'

export class PackList {
  #drawn = false

  /** @param {{meeting: number, paper: number}} parts */
  constructor(parts) {
    Object.assign(this, parts)
  }

  async draw(place) {
    if (this.#drawn) return
    const pack = await api.get(`/meetings/${this.meeting}/pack`).catch(() => null)
    if (!pack) return fill(place, h('p', {}, _('Chưa tải được danh sách tài liệu. Xin thử lại khi có mạng.')))
    this.#drawn = true
    fill(place, h('ol', { class: 'plain pack' }, pack.map(each => h('li', {}, this.#line(each)))))
  }

  #line({ paper, title, first, last }) {
    const words = [h('span', {}, title), h('span', { class: 'muted small' }, first && last >= first ? _('Trang %(pages)s của tập', { pages: pages(first, last) }) : '')]
    return paper === this.paper ? h('div', { class: 'here', 'aria-current': 'page' }, words) : h('a', { href: `/papers/${paper}` }, words)
  }
}
