/** Publishing, closing and reopening a meeting, with what is still missing said beforehand. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { shortcomings } from '../models/shortcomings.js'
import { during } from './busy.js'
import { confirm } from './confirmation.js'
import { say } from './notices.js'

const WORDS = {
  'items.none': () => _('Chương trình chưa có nội dung nào.'),
  'chair.none': () => _('Chưa có người chủ trì.'),
  'delegates.none': () => _('Chưa có đại biểu nào.'),
  'papers.failed': ({ count }) => ngettext('%(num)s tài liệu không đọc được.', '%(num)s tài liệu không đọc được.', count),
  'papers.unready': ({ count }) => ngettext('%(num)s tài liệu chưa xử lý xong.', '%(num)s tài liệu chưa xử lý xong.', count),
  'items.bare': ({ count }) => ngettext('%(num)s nội dung chưa có tài liệu.', '%(num)s nội dung chưa có tài liệu.', count),
  'items.unpresented': ({ count }) => ngettext('%(num)s nội dung chưa có người trình bày.', '%(num)s nội dung chưa có người trình bày.', count),
  'items.untimed': ({ count }) => ngettext('%(num)s nội dung chưa định thời gian.', '%(num)s nội dung chưa định thời gian.', count),
}

export class Publication {
  #shown

  /** @param {Element} element @param {{meeting: any, agenda: any, seating: any, rights: string[]}} state @param {() => void} changed */
  constructor(element, state, changed) {
    this.element = element
    this.state = state
    this.changed = changed
  }

  draw() {
    const { meeting, rights } = this.state
    const shown = JSON.stringify([meeting.state, rights, this.#shortcomings().map(each => [each.code, names(each)?.textContent])])
    if (shown === this.#shown) return // what is being read or pressed stays
    this.#shown = shown
    const may = right => rights.includes(right)
    fill(this.element, h('h2', {}, _('Chuẩn bị')), this.#missing(),
      meeting.state === 'draft' && may('meeting:publish') && button(_('Công bố cho đại biểu'), 'primary', () => this.#publish()),
      meeting.state === 'published' && may('meeting:close') && button(_('Kết thúc phiên họp'), '', () => this.#close()),
      meeting.state === 'closed' && may('meeting:close') && button(_('Mở lại phiên họp'), '', event => this.#send('delete', 'closure', event.currentTarget, _('Phiên họp đã được mở lại.'))))
  }

  #missing() {
    const missing = this.#shortcomings()
    if (!missing.length) return h('p', { class: 'chip ok' }, _('Đã đủ để công bố'))
    return h('ul', { class: 'plain missing' }, missing.map(each =>
      h('li', { class: each.grave ? 'grave' : '' }, WORDS[each.code](each), names(each))))
  }

  #shortcomings() {
    return shortcomings({ agenda: this.state.agenda, seats: this.state.seating.all })
  }

  async #publish() {
    const missing = this.#shortcomings()
    const sure = await confirm({
      title: _('Công bố phiên họp?'),
      text: missing.length ? _('Còn những điểm sau, xin ông/bà xem lại:') : _('Mọi người có ghế trong phiên họp sẽ thấy chương trình và tài liệu ngay.'),
      body: missing.length ? this.#missing() : null,
      yes: missing.length ? _('Vẫn công bố') : _('Công bố'),
    })
    if (sure) await this.#send('post', 'publication', null, _('Đã công bố. Đại biểu đã xem được tài liệu.'))
  }

  async #close() {
    const sure = await confirm({
      title: _('Kết thúc phiên họp?'), yes: _('Kết thúc phiên họp'),
      text: _('Sau khi kết thúc, tài liệu vẫn đọc được nhưng không góp ý thêm được nữa. Có thể mở lại khi cần.'),
    })
    if (sure) await this.#send('post', 'closure', null, _('Phiên họp đã kết thúc.'))
  }

  #send(method, what, pressed, words) {
    return during(pressed, async () => {
      await api[method](`/meetings/${this.state.meeting.id}/${what}`)
      say(words)
      await this.changed()
    })
  }
}

/** @param {import('../models/shortcomings.js').Shortcoming} shortcoming */
function names({ items, papers }) {
  const titles = (items ?? papers ?? []).map(({ title, number }) => number ? `${number}. ${title}` : title)
  if (!titles.length) return null
  return h('details', {}, h('summary', {}, _('Xem cụ thể')), h('ul', {}, titles.slice(0, 40).map(title => h('li', {}, title))))
}

function button(words, kind, act) {
  return h('button', { type: 'button', class: `wide ${kind}`, onclick: act }, words)
}
