/** Small questions about one paper. */
import { h } from '../helpers/dom.js'
import { moment } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { open } from './confirmation.js'

/** @param {string} title @param {(title: string) => Promise<any>} save */
export function askTitle(title, save) {
  const input = h('textarea', { rows: 2, required: true })
  input.value = title
  formDialog({
    title: _('Đổi tên tài liệu'), fields: [h('label', { class: 'field' }, h('span', {}, _('Tên tài liệu')), input)],
    yes: _('Lưu tên'), save: () => save(input.value.trim()),
  })
}

/** @param {any[]} items @param {number} at where it is now @param {(item: number) => Promise<any>} save */
export function askItem(items, at, save) {
  const select = h('select', {}, items.map(({ id, number, title }) =>
    h('option', { value: id, disabled: id === at }, `${number}. ${title}`)))
  select.value = items.find(({ id }) => id !== at)?.id ?? ''
  formDialog({
    title: _('Chuyển tài liệu sang nội dung khác'), fields: [h('label', { class: 'field' }, h('span', {}, _('Nội dung nhận tài liệu')), select)],
    yes: _('Chuyển'), save: () => save(Number(select.value)),
  })
}

/** @param {{id: number, number: number, created: string}[]} versions @param {(version: number) => Promise<any>} save */
export function askVersion(versions, save) {
  const older = versions.slice(0, -1).reverse()
  const select = h('select', {}, older.map(({ id, number, created }) => h('option', { value: id }, _('Bản %(number)s, gửi lúc %(when)s', { number, when: moment(created) }))))
  formDialog({
    title: _('Quay về bản cũ'), yes: _('Dùng lại bản này'), save: () => save(Number(select.value)),
    fields: [h('p', {}, _('Bản được chọn trở thành bản mới nhất. Các bản khác, ý kiến và ghi chú đều được giữ.')),
      h('label', { class: 'field' }, h('span', {}, _('Bản muốn dùng lại')), select)],
  })
}

/** A dialog with a form; it closes once `save` went well, and else says why not. */
export function formDialog({ title, fields, yes, save, broad = false }) {
  const button = h('button', { class: 'primary' }, yes)
  const form = h('form', { onsubmit: event => { event.preventDefault(); send() } }, fields,
    h('div', { class: 'actions end' }, h('button', { type: 'button', onclick: () => dialog.close() }, _('Thôi')), button))
  const dialog = h('dialog', { class: broad && 'broad', 'aria-labelledby': 'form-title' }, h('h2', { id: 'form-title' }, title), form)
  const send = () => {
    clearRefusal(form)
    during(button, async () => { await save(); dialog.close() }, refuseIn(form))
  }
  open(dialog)
  return dialog
}
