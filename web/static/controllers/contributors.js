/** Who has spoken, and who has not yet. */
import { fill, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { countComments, postAndUnit } from '../helpers/labels.js'

export class Contributors {
  #shown = ''

  /** @param {import('../models/opinion_table.js').OpinionTable} table @param {(person: number) => void} choose */
  constructor(table, choose) {
    this.table = table
    this.choose = choose
    this.spoken = h('ul', { class: 'plain' })
    this.silent = h('ul', { class: 'plain' })
    this.spokenTitle = h('summary', {})
    this.silentTitle = h('summary', {})
    this.element = h('div', { class: 'card contributors' },
      h('details', { open: true }, this.spokenTitle, this.spoken), h('details', {}, this.silentTitle, this.silent))
  }

  draw() {
    const all = this.table.contributors
    const shown = JSON.stringify(all)
    if (shown === this.#shown) return
    this.#shown = shown
    const spoken = all.filter(({ comments }) => comments).sort((one, other) => other.comments - one.comments)
    const silent = all.filter(({ comments }) => !comments)
    fill(this.spokenTitle, _('Đã góp ý'), ' ', h('span', { class: 'chip ok' }, number(spoken.length)))
    fill(this.silentTitle, _('Chưa góp ý'), ' ', h('span', { class: 'chip' }, number(silent.length)))
    fill(this.spoken, spoken.map(each => h('li', {}, h('button', { type: 'button', class: 'quiet', onclick: () => this.choose(each.person) },
      h('span', {}, each.name, h('small', { class: 'muted' }, postAndUnit(each))), h('span', { class: 'chip warn' }, countComments(each.comments))))))
    fill(this.silent, silent.map(each => h('li', {}, each.name, h('small', { class: 'muted' }, postAndUnit(each)))))
  }
}
