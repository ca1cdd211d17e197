/** The meetings one has a seat in: on now, coming, past. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { clock, day, sameDay, span } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { countPages, countPapers, MEETING_KINDS, ROLES, stateKind, stateWords } from '../helpers/labels.js'
import { shelved } from '../models/meeting_shelf.js'
import { arrived, openPage } from './following.js'
import { KeptList } from './kept_list.js'

export class Meetings {
  #kept = new KeptList()

  constructor(root) {
    this.root = root
  }

  connect() {
    return openPage({ root: this.root, load: () => this.#load() })
  }

  async #load() {
    const meetings = await api.get('/meetings')
    arrived(this.root)
    this.#kept.draw().then(() => this.#kept.clear())
    if (!meetings.length) return fill(this.root, this.#nothing())
    const { now, coming, past } = shelved(meetings)
    return fill(this.root,
      this.#shelf(_('Hôm nay và đang họp'), now, 'now'), this.#shelf(_('Sắp tới'), coming, ''), this.#kept.element, this.#past(past))
  }

  #nothing() {
    const prepares = boot.person?.rights?.includes('meeting:prepare')
    return h('div', { class: 'empty' }, h('strong', {}, _('Chưa có phiên họp nào')),
      prepares ? _('Xin bấm “Tạo phiên họp mới” để bắt đầu.') : _('Khi thư ký công bố một phiên họp có ông/bà tham dự, phiên họp sẽ hiện ở đây.'))
  }

  #shelf(title, meetings, kind) {
    if (!meetings.length) return null
    return h('section', { class: `shelf ${kind}` }, h('h2', {}, title),
      h('ul', { class: 'plain cards' }, meetings.map(meeting => this.#card(meeting))))
  }

  #past(meetings) {
    if (!meetings.length) return null
    return h('details', { class: 'shelf' }, h('summary', {}, h('h2', {}, _('Đã họp')), h('span', { class: 'chip' }, `${meetings.length}`)),
      h('ul', { class: 'plain cards' }, meetings.map(meeting => this.#card(meeting))))
  }

  #card({ id, title, kind, place, starts, ends, state, role, papers, pages }) {
    const atDesk = role === 'secretary' || role === 'chair'
    return h('li', { class: 'card meeting-card' },
      h('p', { class: 'when' }, h('time', { datetime: starts }, sameDay(starts, ends) ? `${day(starts)}, ${clock(starts)}` : span(starts, ends))),
      h('h3', {}, h('a', { href: `/meetings/${id}` }, title)),
      h('p', { class: 'facts' }, MEETING_KINDS[kind], place && h('span', {}, place)),
      h('p', { class: 'facts' }, h('span', { class: 'chip accent' }, ROLES[role]),
        h('span', { class: `chip ${stateKind(state)}` }, stateWords(state)),
        papers > 0 && h('span', {}, `${countPapers(papers)}, ${countPages(pages)}`)),
      h('p', { class: 'actions' }, h('a', { class: 'button primary', href: `/meetings/${id}` }, _('Mở tài liệu'), forWhich(title)),
        atDesk && h('a', { class: 'button', href: `/meetings/${id}/desk` }, _('Bàn thư ký'), forWhich(title)),
        atDesk && h('a', { class: 'button', href: `/meetings/${id}/opinions` }, _('Ý kiến'), forWhich(title))))
  }
}

const forWhich = title => h('span', { class: 'hidden-words' }, title)

new Meetings(find('#meetings')).connect()
