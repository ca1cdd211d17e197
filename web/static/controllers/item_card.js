/** One agenda item on the desk, with its papers, its files on the way, and its sub-items. */
import { fill, h, keep } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { countMinutes, ITEM_KINDS } from '../helpers/labels.js'
import { PaperRow } from './paper_row.js'
import { UploadRow } from './upload_row.js'

export class ItemCard {
  #papers = new Map()
  #files = new Map()
  #versions = new Map()

  /** @param {any} item @param {any} acts of the agenda editor */
  constructor(item, acts) {
    this.item = item
    this.acts = acts
    this.number = h('span', { class: 'number' })
    this.title = h('span', {})
    this.facts = h('p', { class: 'facts' })
    this.form = h('div', { class: 'form-place' })
    this.papers = h('ul', { class: 'plain papers' })
    this.files = h('ul', { class: 'plain' })
    this.children = h('ol', { class: 'plain items', 'data-parent': item.id })
    this.newChild = h('div', { class: 'form-place' })
    this.element = h('li', { class: 'item', 'data-item': item.id }, this.#card(), this.children, this.newChild)
    if (acts.may.addPapers) this.#takeDrops()
  }

  update(item, agenda) {
    this.item = item
    this.number.textContent = `${item.number}.`
    this.title.textContent = item.title
    const minutes = agenda.minutesOf(item.id)
    fill(this.facts, h('span', { class: 'chip' }, ITEM_KINDS[item.kind]),
      item.presenter && h('span', {}, item.presenter.name), minutes > 0 && h('span', {}, countMinutes(minutes)))
    this.#showMoves(agenda.moves(item.id))
    keep(this.papers, item.papers, each => each.id, each => new PaperRow(each, this.acts), this.#papers,
      (row, paper) => row.update(paper, agenda.paperMoves(paper.id)))
    this.showFiles()
  }

  showFiles() {
    const { queue } = this.acts.uploads
    keep(this.files, queue.under({ item: this.item.id }), job => job.key, job => this.#row(job), this.#files)
    for (const [id, row] of this.#papers) {
      if (!this.#versions.has(id)) this.#versions.set(id, new Map())
      keep(row.uploads, queue.under({ paper: id }), job => job.key, job => this.#row(job), this.#versions.get(id))
    }
  }

  #row(job) {
    const { uploads } = this.acts
    return new UploadRow(job, { cancel: each => uploads.cancel(each), again: each => uploads.again(each) })
  }

  #card() {
    const { may } = this.acts
    return h('article', { class: 'item-card' },
      h('div', { class: 'item-head' },
        may.change && h('span', { class: 'handle', 'aria-hidden': 'true', title: _('Kéo để sắp xếp') }),
        h('div', { class: 'item-text' }, h('h3', {}, this.number, ' ', this.title), this.facts),
        may.change && this.#buttons()),
      this.form, this.papers, this.files, may.addPapers && this.#adder())
  }

  #buttons() {
    const { acts } = this
    this.edit = h('button', { type: 'button', onclick: () => acts.items.edit(this) }, _('Sửa'))
    this.moves = Object.fromEntries(Object.entries({
      up: _('Đưa lên'), down: _('Đưa xuống'), in: _('Thành mục con của nội dung trước'), out: _('Ra thành nội dung riêng'),
    }).map(([way, words]) => [way, h('button', {
      type: 'button', 'data-stay': true, onclick: event => acts.items.move(this.item, way, event.currentTarget),
    }, words)]))
    return h('div', { class: 'actions' }, this.edit,
      h('details', { class: 'menu' }, h('summary', { class: 'button' }, _('Sắp xếp')),
        h('div', { class: 'menu-panel' }, Object.values(this.moves))),
      h('details', { class: 'menu' }, h('summary', { class: 'button' }, _('Khác')),
        h('div', { class: 'menu-panel' },
          this.subItem = h('button', { type: 'button', onclick: () => acts.items.add(this) }, _('Thêm mục con')),
          h('button', { type: 'button', class: 'danger', onclick: () => acts.items.remove(this.item) }, _('Xóa nội dung…')))))
  }

  #showMoves(moves) {
    if (!this.moves) return
    for (const [way, button] of Object.entries(this.moves)) button.setAttribute('aria-disabled', `${!moves[way]}`)
    this.subItem.hidden = this.item.parent !== null
  }

  #adder() {
    this.input = h('input', { type: 'file', multiple: true, hidden: true, onchange: () => this.#picked() })
    return h('div', { class: 'adder' },
      h('button', { type: 'button', onclick: () => this.input.click() }, _('Thêm tài liệu'),
        h('span', { class: 'hidden-words' }, _('vào nội dung %(title)s', { title: this.item.title }))),
      this.input, h('span', { class: 'small muted drop-words' }, _('hoặc kéo thả tệp vào đây')))
  }

  #picked() {
    this.#send(this.input.files)
    this.input.value = ''
  }

  #takeDrops() {
    const card = this.element.firstElementChild
    let depth = 0 // dragenter and dragleave come for every child as well
    const over = change => { depth = Math.max(0, depth + change); card.classList.toggle('dropping', depth > 0) }
    card.addEventListener('dragenter', event => { if (bearsFiles(event)) over(1) })
    card.addEventListener('dragleave', event => { if (bearsFiles(event)) over(-1) })
    card.addEventListener('dragover', event => { if (bearsFiles(event)) event.preventDefault() })
    card.addEventListener('drop', event => {
      if (!bearsFiles(event)) return
      event.preventDefault()
      over(-Infinity)
      this.#send(event.dataTransfer.files)
    })
  }

  #send(files) {
    if (files.length) this.acts.uploads.add(files, { item: this.item.id })
  }
}

const bearsFiles = event => event.dataTransfer?.types.includes('Files')
