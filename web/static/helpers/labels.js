/** The words for what the wire says in codes. */
import { _, ngettext } from './i18n.js'
import { number } from './format.js'
import { PackNumbers } from '../models/pack_numbers.js'

export const MEETING_KINDS = {
  council: _('Kỳ họp, phiên họp Hội đồng nhân dân'),
  committee: _('Phiên họp Ủy ban nhân dân'),
  party: _('Sinh hoạt chi bộ, cấp ủy'),
  other: _('Cuộc họp khác'),
}

export const ITEM_KINDS = {
  information: _('Thông tin'),
  discussion: _('Thảo luận'),
  decision: _('Quyết định'),
  vote: _('Biểu quyết'),
}

export const ROLES = {
  chair: _('Chủ trì'),
  secretary: _('Thư ký'),
  delegate: _('Đại biểu'),
  observer: _('Dự thính'),
  guest: _('Khách mời'),
}

export const OUTCOMES = {
  accepted: _('Tiếp thu'),
  partly_accepted: _('Tiếp thu một phần'),
  not_accepted: _('Chưa tiếp thu'),
}

const STATES = {
  draft: ['warn', _('Đang soạn')],
  published: ['ok', _('Đã công bố')],
  closed: ['', _('Đã kết thúc')],
}

export const stateKind = state => STATES[state]?.[0] ?? ''
export const stateWords = state => STATES[state]?.[1] ?? state

export const countPages = count => ngettext('%(num)s trang', '%(num)s trang', count, { num: number(count) })
export const countPapers = count => ngettext('%(num)s tài liệu', '%(num)s tài liệu', count, { num: number(count) })
export const countComments = count => ngettext('%(num)s ý kiến', '%(num)s ý kiến', count, { num: number(count) })
export const countMinutes = count => ngettext('%(num)s phút', '%(num)s phút', count, { num: number(count) })

/** Which pages of the whole pack a paper is. */
export function packPages({ numbers, version }) {
  const pages = version?.page_count ? new PackNumbers(numbers).span(version.page_count) : ''
  return pages && _('trang %(pages)s của tập', { pages })
}

/** How far a version has come on the server. */
export function stateOfVersion({ state, pages_done, page_count, problem }) {
  if (state === 'failed') return problem || _('Không đọc được tệp này.')
  if (state === 'waiting') return _('đang chờ xử lý')
  if (state === 'processing') {
    return page_count
      ? _('đang xử lý trang %(done)s/%(all)s', { done: number(pages_done ?? 0), all: number(page_count) })
      : _('đang đọc tệp')
  }
  return ''
}

/** How far the scanned pages of a paper have been read. @param {{recognition?: string, pages_recognised?: number}} version */
export function stateOfScans({ recognition, pages_recognised: done }) {
  if (recognition === 'waiting') return _('bản quét đang chờ nhận dạng chữ')
  if (recognition === 'processing') return _('đang nhận dạng chữ trong bản quét, đã xong %(done)s trang', { done: number(done ?? 0) })
  if (recognition === 'unavailable') return _('máy chủ chưa nhận dạng được chữ trong bản quét')
  return ''
}

export const postAndUnit = person => [person.post, person.unit?.name ?? person.unit].filter(Boolean).join(', ')
