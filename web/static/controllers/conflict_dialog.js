/** Two texts side by side, when somebody else saved another one meanwhile. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { compared } from '../models/changed_fields.js'
import { choose } from './confirmation.js'

/**
 * @param {{message: string, mine: Record<string, string>, theirs: Record<string, string>, labels: Record<string, string>}} texts
 * @returns {Promise<'mine'|'theirs'|null>} null: go on writing
 */
export function askWhich({ message, mine, theirs, labels }) {
  return choose({
    broad: true, title: _('Nội dung này vừa được người khác sửa'),
    body: [h('p', {}, message), sideBySide(compared(mine, theirs), labels)],
    choices: [
      { value: null, label: _('Xem lại và sửa tiếp') },
      { value: 'theirs', label: _('Lấy bản vừa lưu của người khác') },
      { value: 'mine', label: _('Giữ bản của tôi'), kind: 'primary' },
    ],
  })
}

function sideBySide(fields, labels) {
  return h('div', { class: 'two-texts' },
    oneText(_('Bản của ông/bà'), fields, labels, 'mine'),
    oneText(_('Bản vừa lưu của người khác'), fields, labels, 'theirs'))
}

function oneText(heading, fields, labels, whose) {
  return h('section', {}, h('h3', {}, heading), h('dl', {}, fields.map(each => [
    h('dt', {}, labels[each.field]),
    h('dd', { class: each.differs && 'differs' }, each[whose] || _('(để trống)')),
  ])))
}
