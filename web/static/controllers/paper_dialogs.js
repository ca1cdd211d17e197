/** Small questions about one paper. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { open } from './confirmation.js'

/** @param {string} title @param {(title: string) => Promise<any>} save */
export function askTitle(title, save) {
  const input = h('textarea', { rows: 2, required: true, maxlength: 500 })
  input.value = title
  formDialog({
    title: _('Đổi tên tài liệu'), fields: [h('label', { class: 'field' }, h('span', {}, _('Tên tài liệu')), input)],
    yes: _('Lưu tên'), save: () => save(input.value.trim()),
  })
}

/** @param {object[]} items @param {number} at where it is now @param {(item: number) => Promise<any>} save */
export function askItem(items, at, save) {
  const select = h('select', {}, items.map(({ id, number, title }) =>
    h('option', { value: id, disabled: id === at }, `${number}. ${title}`)))
  select.value = items.find(({ id }) => id !== at)?.id ?? ''
  formDialog({
    title: _('Chuyển tài liệu sang nội dung khác'), fields: [h('label', { class: 'field' }, h('span', {}, _('Nội dung nhận tài liệu')), select)],
    yes: _('Chuyển'), save: () => save(Number(select.value)),
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
