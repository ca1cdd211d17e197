/** The fields that say what a meeting is, where and when. */
import { h } from '../helpers/dom.js'
import { fromField, toField } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { MEETING_KINDS } from '../helpers/labels.js'

const HALF_A_DAY = 4 * 3600_000

export class MeetingForm {
  constructor(meeting = null) {
    this.title = h('textarea', { rows: 2, required: true, class: 'low' })
    this.kind = h('select', {}, Object.entries(MEETING_KINDS).map(([value, words]) => h('option', { value }, words)))
    this.place = h('input', { autocomplete: 'off' })
    this.starts = h('input', { type: 'datetime-local', required: true, onchange: () => this.#follow() })
    this.ends = h('input', { type: 'datetime-local', required: true })
    this.element = h('div', {},
      field(_('Tên phiên họp'), this.title, _('Ví dụ: Kỳ họp thứ chín, Hội đồng nhân dân xã, nhiệm kỳ 2026–2031')),
      field(_('Loại phiên họp'), this.kind), field(_('Địa điểm'), this.place),
      h('div', { class: 'pair' }, field(_('Bắt đầu'), this.starts), field(_('Kết thúc'), this.ends)))
    if (meeting) this.show(meeting)
  }

  show({ title, kind, place, starts, ends }) {
    Object.assign(this.title, { value: title })
    this.kind.value = kind
    this.place.value = place ?? ''
    this.starts.value = toField(starts)
    this.ends.value = toField(ends)
  }

  get fields() {
    return {
      title: this.title.value.trim(), kind: this.kind.value, place: this.place.value.trim(),
      starts: fromField(this.starts.value), ends: fromField(this.ends.value),
    }
  }

  /** A meeting lasts half a day unless said otherwise. */
  #follow() {
    const starts = fromField(this.starts.value)
    if (!starts || this.ends.value > this.starts.value) return
    this.ends.value = toField(new Date(starts).getTime() + HALF_A_DAY)
  }
}

function field(label, input, hint) {
  return h('label', { class: 'field' }, h('span', {}, label), input, hint && h('small', {}, hint))
}
