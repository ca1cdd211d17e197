/** The hits of a search: where each stands, and its words with the hit marked. */
import { fill, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { number } from '../helpers/format.js'

export class HitList {
  /**
   * @param {{found: import('../models/found.js').Found, titles: () => boolean, more: () => void, go?: (hit: any) => void,
   *   here?: (hit: any) => boolean}} parts `titles`: hits of several papers; `here`: those one goes to by `go`, and not by a link
   */
  constructor(parts) {
    this.found = parts.found
    this.titles = parts.titles
    this.more = parts.more
    this.go = parts.go
    this.here = parts.here ?? (() => false)
    this.said = h('div', { class: 'search-said', role: 'status' })
    this.list = h('ol', { class: 'plain hits' })
    this.further = h('button', { type: 'button', class: 'wide', hidden: true, onclick: () => this.more() }, _('Xem thêm'))
    this.element = h('div', { class: 'search-found' }, this.said, this.list, this.further)
  }

  /** Say that an answer is on its way. */
  wait() {
    fill(this.said, h('p', { class: 'muted' }, _('Đang tìm…')))
  }

  /** @param {string} sentence why there is no answer */
  refuse(sentence) {
    fill(this.said, h('p', { class: 'refusal' }, sentence))
  }

  draw() {
    const { found } = this
    fill(this.said, found.query && this.#sentences())
    fill(this.list, found.hits.map(hit => h('li', {}, this.#line(hit))))
    this.further.hidden = !found.more
    this.look()
  }

  /** Show which hit is looked at. */
  look() {
    this.list.querySelector('[aria-current]')?.removeAttribute('aria-current')
    const { looked } = this.found
    if (looked) this.list.querySelector(`[data-hit="${looked.paragraph}"]`)?.setAttribute('aria-current', 'true')
  }

  #sentences() {
    const { query, total, loosened, unread } = this.found
    return [
      total
        ? h('p', {}, h('strong', {}, ngettext('Tìm thấy %(num)s chỗ', 'Tìm thấy %(num)s chỗ', total, { num: number(total) })))
        : [h('p', {}, h('strong', {}, _('Không tìm thấy “%(words)s”.', { words: query }))), h('p', { class: 'muted' }, _('Xin thử ít từ hơn, hoặc gõ không dấu.'))],
      loosened && h('p', { class: 'muted' }, _('Không có chỗ nào đúng dấu như đã gõ; đây là những chỗ giống khi bỏ dấu.')),
      unread > 0 && h('p', { class: 'muted' }, ngettext('%(num)s trang chưa đọc được chữ nên chưa tìm ở đó được.', '%(num)s trang chưa đọc được chữ nên chưa tìm ở đó được.', unread, { num: number(unread) })),
    ]
  }

  #line(hit) {
    const words = [
      this.titles() && h('strong', { lang: 'vi' }, hit.title),
      h('span', { class: 'small muted' }, whereOf(hit, this.titles())),
      h('span', { class: 'hit-words', lang: 'vi' }, hit.snippet.map(([said, marked]) => marked ? h('mark', {}, said) : said)),
    ]
    const about = { class: 'hit', 'data-hit': hit.paragraph }
    return this.here(hit)
      ? h('button', { type: 'button', 'data-goes': true, onclick: () => this.go(hit), ...about }, words)
      : h('a', { href: addressOf(hit, this.found.query), ...about }, words)
  }
}

/** Among hits of several papers the pack's own number of the page is what the meeting says. */
function whereOf({ page, pack_page: pages, address, from_scan: scan }, several) {
  return [_('Trang %(page)s', { page }), several && pages && _('trang %(pages)s của tập', { pages }), address, scan && _('bản quét')].filter(Boolean).join(' · ')
}

/** Where another screen shows the hit. */
const addressOf = ({ paper, page, paragraph }, query) => `/papers/${paper}#${new URLSearchParams({ page, find: query, hit: paragraph })}`
