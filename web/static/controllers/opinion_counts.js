/** How many comments, how many answered, who has spoken; and the ways to take them all away. */
import { fill, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'

export class OpinionCounts {
  constructor(meeting, table, rights) {
    this.table = table
    this.list = h('dl', { class: 'counts' })
    this.files = [['docx', _('Tải bản Word (.docx)')], ['xlsx', _('Tải bảng tính (.xlsx)')]]
      .map(([kind, words]) => h('a', { class: 'button', 'data-kind': kind, download: true }, words))
    this.address = `/api/meetings/${meeting}/opinions`
    this.element = h('div', { class: 'card counts-card' }, this.list,
      rights.includes('opinion:export') && h('div', { class: 'actions' }, this.files))
  }

  draw() {
    const { comments, answered, open, spoken, people } = this.table.counts
    const { query } = this.table // what is taken away is what is looked at
    for (const link of this.files) link.href = `${this.address}.${link.dataset.kind}${query && `?${query}`}`
    fill(this.list, count(_('Ý kiến'), number(comments)), count(_('Đã trả lời'), number(answered)),
      count(_('Chưa trả lời'), number(open)), count(_('Đã góp ý'), _('%(some)s/%(all)s người', { some: number(spoken), all: number(people) })))
  }
}

function count(words, value) {
  return h('div', {}, h('dt', {}, words), h('dd', {}, value))
}
