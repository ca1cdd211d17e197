/** The head of a meeting's pages: its name, where and when, and how the secretary changes them. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { span } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { MEETING_KINDS, stateKind, stateWords } from '../helpers/labels.js'
import { askWhich } from './conflict_dialog.js'
import { formDialog } from './paper_dialogs.js'
import { MeetingForm } from './meeting_form.js'

const PAGES = [
  { path: '', words: () => _('Chương trình và tài liệu'), right: 'meeting:read' },
  { path: '/desk', words: () => _('Bàn thư ký'), right: 'opinion:gather' },
  { path: '/opinions', words: () => _('Tổng hợp ý kiến'), right: 'opinion:gather' },
]

export function drawHead(element, { meeting, rights, here, edit = null }) {
  fill(element,
    h('div', {}, h('p', { class: 'facts' }, h('span', { class: `chip ${stateKind(meeting.state)}` }, stateWords(meeting.state)), MEETING_KINDS[meeting.kind]),
      h('h1', {}, meeting.title),
      h('p', {}, h('time', { datetime: meeting.starts }, span(meeting.starts, meeting.ends)), meeting.place && ` · ${meeting.place}`)),
    edit && h('button', { type: 'button', onclick: edit }, _('Sửa thông tin')),
    tabs(meeting, rights, here))
}

function tabs({ id }, rights, here) {
  const shown = PAGES.filter(({ right }) => rights.includes(right))
  if (shown.length < 2) return null
  return h('nav', { class: 'tabs', 'aria-label': _('Các trang của phiên họp') }, shown.map(({ path, words }) =>
    h('a', { href: `/meetings/${id}${path}`, 'aria-current': here === path && 'page' }, words())))
}

/** @param {any} meeting @param {(meeting: any) => void} changed */
export function editMeeting(meeting, changed) {
  const form = new MeetingForm(meeting)
  let revision = meeting.revision
  const save = async () => {
    const { fields } = form
    try {
      changed(await api.patch(`/meetings/${meeting.id}`, { ...fields, revision }))
    } catch (error) {
      if (error.status !== 409 || !error.current) throw error
      revision = error.current.revision
      const choice = await askWhich({ message: error.message, mine: shown(fields), theirs: shown(error.current), labels: labels() })
      if (choice === 'mine') return save()
      if (choice === 'theirs') return changed(error.current)
      throw error
    }
  }
  formDialog({ title: _('Thông tin phiên họp'), fields: [form.element], yes: _('Lưu'), save })
}

const shown = ({ title, kind, place, starts, ends }) => ({ title, kind: MEETING_KINDS[kind], place, time: span(starts, ends) })
const labels = () => ({ title: _('Tên phiên họp'), kind: _('Loại phiên họp'), place: _('Địa điểm'), time: _('Thời gian') })
