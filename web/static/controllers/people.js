/** Everybody who may sign in, for the administrator. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { during } from './busy.js'
import { confirm } from './confirmation.js'
import { arrived, openPage } from './following.js'
import { say } from './notices.js'
import { askPassword, askPerson, askUnit } from './people_dialogs.js'

const PAUSE = 250

export class People {
  #timer
  #people = []

  constructor(root) {
    this.root = root
  }

  connect() {
    return openPage({ root: this.root, load: () => this.#load() })
  }

  async #load() {
    this.units = await api.get('/units')
    this.#people = await api.get('/people?disabled=1')
    arrived(this.root)
    this.query = h('input', { type: 'search', autocomplete: 'off', oninput: () => this.#later() })
    this.unit = h('select', { onchange: () => this.#search() }, h('option', { value: '' }, _('Mọi đơn vị')),
      this.units.map(({ id, name }) => h('option', { value: id }, name)))
    this.count = h('p', { class: 'muted', role: 'status' })
    this.rows = h('tbody', {})
    fill(this.root,
      h('div', { class: 'head' }, h('h1', {}, _('Người dùng')),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => this.#addUnit() }, _('Thêm đơn vị')),
          h('button', { type: 'button', class: 'primary', onclick: () => this.#add() }, _('Thêm người dùng')))),
      h('section', { class: 'card' }, h('div', { class: 'pair' }, field(_('Tìm theo tên'), this.query), field(_('Đơn vị'), this.unit)),
        this.count, h('table', { class: 'stack' }, h('thead', {}, h('tr', {},
          [_('Họ tên'), _('Đơn vị'), _('Tên đăng nhập'), _('Thao tác')].map(words => h('th', { scope: 'col' }, words)))), this.rows)))
    this.#draw()
  }

  #later() {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#search(), PAUSE)
  }

  #search() {
    return during(null, async () => {
      const asked = new URLSearchParams({ disabled: '1', q: this.query.value.trim(), unit: this.unit.value })
      for (const [name, value] of [...asked]) if (!value) asked.delete(name)
      this.#people = await api.get(`/people?${asked}`)
      this.#draw()
    })
  }

  #draw() {
    this.count.textContent = _('%(count)s người', { count: number(this.#people.length) })
    fill(this.rows, this.#people.map(person => this.#row(person)))
  }

  #row(person) {
    const { name, post, unit, login, disabled } = person
    return h('tr', { class: disabled && 'disabled' },
      h('td', {}, h('strong', {}, name), post && h('span', { class: 'small muted block' }, post), disabled && h('span', { class: 'chip danger' }, _('Đã khóa'))),
      h('td', {}, unit?.name ?? ''), h('td', {}, login ?? ''), h('td', {}, this.#menu(person)))
  }

  #menu(person) {
    const act = (words, does, more = {}) => h('button', { type: 'button', onclick: does, ...more }, words)
    return h('details', { class: 'menu' },
      h('summary', { class: 'button' }, _('Tùy chọn'), h('span', { class: 'hidden-words' }, person.name)),
      h('div', { class: 'menu-panel' },
        act(_('Sửa thông tin…'), () => this.#change(person)),
        act(_('Đặt mật khẩu mới…'), () => askPassword(person, async password => {
          await api.patch(`/people/${person.id}`, { password })
          say(_('Đã đặt mật khẩu mới cho %(name)s.', { name: person.name }))
        })),
        person.id !== boot.person.id && (person.disabled
          ? act(_('Mở khóa tài khoản'), () => this.#disable(person, false))
          : act(_('Khóa tài khoản…'), () => this.#disable(person, true), { class: 'danger' }))))
  }

  #add() {
    askPerson({ units: this.units }, async fields => {
      await api.post('/people', fields)
      say(_('Đã thêm %(name)s.', { name: fields.name }))
      await this.#search()
    })
  }

  #addUnit() {
    askUnit(async name => {
      await api.post('/units', { name })
      say(_('Đã thêm %(name)s.', { name }))
      await this.#load()
    })
  }

  #change(person) {
    askPerson({ units: this.units, person }, async fields => {
      if (person.id === boot.person.id) delete fields.administers
      await api.patch(`/people/${person.id}`, fields)
      await this.#search()
    })
  }

  async #disable(person, disabled) {
    const sure = !disabled || await confirm({
      title: _('Khóa tài khoản của %(name)s?', { name: person.name }), yes: _('Khóa tài khoản'), danger: true,
      text: _('Người này sẽ bị đăng xuất và không đăng nhập được nữa, cho đến khi được mở khóa.'),
    })
    if (!sure) return
    await during(null, async () => {
      await api.patch(`/people/${person.id}`, { disabled })
      await this.#search()
    })
  }
}

function field(label, input) {
  return h('label', { class: 'field' }, h('span', {}, label), input)
}

new People(find('#people')).connect()
