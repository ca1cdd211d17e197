/** Words that several screens say about remarks and marks. */
import { _, ngettext } from './i18n.js'

const MOST_NAMED = 3

/** Who may see a remark, widest last. */
export const audiences = () => [
  ['self', _('Chỉ mình tôi')],
  ['desk', _('Chủ trì và thư ký')],
  ['meeting', _('Mọi người trong phiên họp')],
]

export const audience = visibility => Object.fromEntries(audiences())[visibility] ?? visibility

/** Who may see a mark, by name where it is for some. @param {{visibility: string, people?: {name: string}[], unit?: {name: string}|null}} mark */
export function seenBy({ visibility, people = [], unit = null }) {
  if (visibility === 'unit') return unit ? _('Đơn vị %(name)s', unit) : _('Đơn vị của tôi')
  if (visibility !== 'people') return audience(visibility)
  const names = people.slice(0, MOST_NAMED).map(({ name }) => name)
  if (!names.every(Boolean)) return ngettext('%(num)s người được chọn', '%(num)s người được chọn', people.length)
  const more = people.length - names.length
  return names.join(', ') + (more ? ngettext(' và %(num)s người nữa', ' và %(num)s người nữa', more) : '')
}

export const outcome = name => ({
  accepted: _('Tiếp thu'), partly_accepted: _('Tiếp thu một phần'), not_accepted: _('Chưa tiếp thu'),
})[name] ?? name

export const onItsWay = state => ({ sending: _('Đang gửi…'), waiting: _('Chờ gửi') })[state] ?? ''

/** So many strokes of the pen, or of the highlighter. */
export const strokes = (wash, count) => wash ? ngettext('%(num)s nét tô', '%(num)s nét tô', count) : ngettext('%(num)s nét bút', '%(num)s nét bút', count)

export const colours = () => [['yellow', _('Vàng')], ['green', _('Xanh lá')], ['blue', _('Xanh dương')], ['pink', _('Hồng')]]

/** How a remark or mark came from another version to where it stands. */
export const rung = name => ({
  same: _('đoạn giữ nguyên'), edited: _('đoạn đã sửa'), moved: _('đoạn đã chuyển chỗ'), moved_edited: _('đoạn đã chuyển chỗ và sửa'),
  split: _('đoạn đã tách'), merged: _('đoạn đã gộp'), by_hand: _('đặt lại bằng tay'), not_placed: _('chưa có chỗ'),
})[name] ?? name

/** The server's sentence; what only this device refuses has none of it. */
export const whyRefused = ({ message }) => message || _('Chỗ này không còn trên máy để sửa. Ông/bà mở lại tài liệu và sửa ở đó.')
