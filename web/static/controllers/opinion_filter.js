/** Which comments the chair looks at. */
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const NONE = { paper: '', unit: '', person: '', answered: '' }

export class OpinionFilter {
  #shown = ''

  constructor(table, changed) {
    this.table = table
    this.changed = changed
    this.fields = Object.fromEntries(Object.keys(NONE).map(name => [name, h('select', { onchange: () => this.#pick() })]))
    this.clear = h('button', { type: 'button', onclick: () => this.choose({}) }, _('Bỏ bộ lọc'))
    const labels = { paper: _('Tài liệu'), unit: _('Đơn vị'), person: _('Người góp ý'), answered: _('Tình trạng trả lời') }
    this.element = h('form', { class: 'filters', 'aria-label': _('Lọc ý kiến'), onsubmit: event => event.preventDefault() },
      Object.entries(this.fields).map(([name, select]) => h('label', { class: 'field' }, h('span', {}, labels[name]), select)), this.clear)
  }

  choose(filter) {
    this.table.filter = { ...NONE, ...filter }
    this.changed()
  }

  draw() {
    const { papers, units, people, filter } = this.table
    const options = {
      paper: [['', _('Mọi tài liệu')], ...papers.map(({ id, title }) => [id, title])],
      unit: [['', _('Mọi đơn vị')], ...units.map(unit => [unit, unit])],
      person: [['', _('Mọi người')], ...people.map(({ person, name }) => [person, name])],
      answered: [['', _('Tất cả')], ['no', _('Chưa trả lời')], ['yes', _('Đã trả lời')]],
    }
    const shown = JSON.stringify(options)
    if (shown !== this.#shown) this.#fill(options)
    this.#shown = shown
    for (const [name, select] of Object.entries(this.fields)) select.value = filter[name]
    this.clear.hidden = JSON.stringify(filter) === JSON.stringify(NONE)
  }

  #fill(options) {
    for (const [name, select] of Object.entries(this.fields)) {
      fill(select, options[name].map(([value, words]) => h('option', { value }, words)))
    }
  }

  #pick() {
    const { paper, unit, person, answered } = this.fields
    this.choose({ unit: unit.value, answered: answered.value, paper: Number(paper.value) || '', person: Number(person.value) || '' })
  }
}
