/** The administrator's questions about one person. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { formDialog } from './paper_dialogs.js'

/** @param {{units: any[], person?: any|null}} about @param {(fields: any) => Promise<any>} save */
export function askPerson({ units, person = null }, save) {
  const name = h('input', { required: true, autocomplete: 'off' })
  const post = h('input', { autocomplete: 'off' })
  const unit = h('select', { required: true }, h('option', { value: '' }, _('Chọn đơn vị')), units.map(each => h('option', { value: each.id }, each.name)))
  const account = person ? null : newAccount()
  const duties = dutiesOf(person)
  name.value = person?.name ?? ''
  post.value = person?.post ?? ''
  unit.value = person?.unit?.id ?? ''
  formDialog({
    title: person ? _('Sửa thông tin') : _('Thêm người dùng'), yes: person ? _('Lưu') : _('Thêm người dùng'),
    fields: [field(_('Họ tên'), name), field(_('Chức vụ'), post), field(_('Đơn vị'), unit), account?.fields, duties.fields],
    save: () => save({
      name: name.value.trim(), post: post.value.trim(), unit: unit.value ? Number(unit.value) : null, ...account?.value(), ...duties.value(),
    }),
  })
}

function newAccount() {
  const login = h('input', { required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' })
  const password = h('input', { required: true, minlength: 8, autocomplete: 'new-password' })
  const year = h('input', { type: 'number', min: 1900, max: 2020, inputmode: 'numeric' })
  return {
    fields: [field(_('Tên đăng nhập'), login), field(_('Mật khẩu ban đầu'), password, _('Ít nhất 8 ký tự. Xin trao tận tay và nhắc người dùng đổi.')),
      field(_('Năm sinh (không bắt buộc)'), year)],
    value: () => ({ login: login.value.trim(), password: password.value, birth_year: year.value ? Number(year.value) : null }),
  }
}

function dutiesOf(person) {
  const prepares = h('input', { type: 'checkbox', checked: person?.prepares_meetings ?? false })
  const administers = h('input', { type: 'checkbox', checked: person?.administers ?? false })
  return {
    fields: [
      h('label', { class: 'choice' }, prepares, h('span', {}, _('Được tạo và chuẩn bị phiên họp'))),
      h('label', { class: 'choice' }, administers, h('span', {}, _('Được quản lý người dùng')))],
    value: () => ({ prepares_meetings: prepares.checked, administers: administers.checked }),
  }
}

/** @param {(name: string) => Promise<any>} save */
export function askUnit(save) {
  const name = h('input', { required: true, autocomplete: 'off' })
  formDialog({
    title: _('Thêm đơn vị'), yes: _('Thêm đơn vị'), fields: [field(_('Tên đơn vị'), name)], save: () => save(name.value.trim()),
  })
}

export function askPassword({ name }, save) {
  const password = h('input', { required: true, minlength: 8, autocomplete: 'new-password' })
  formDialog({
    title: _('Mật khẩu mới cho %(name)s', { name }), yes: _('Đặt mật khẩu'),
    fields: [field(_('Mật khẩu mới'), password, _('Ít nhất 8 ký tự. Xin trao tận tay và nhắc người dùng đổi.'))],
    save: () => save(password.value),
  })
}

function field(label, input, hint) {
  return h('label', { class: 'field' }, h('span', {}, label), input, hint && h('small', {}, hint))
}
