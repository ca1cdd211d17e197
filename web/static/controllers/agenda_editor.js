/** The agenda on the desk, to be dragged, filled and changed. */
import Sortable from 'sortablejs'
import { api } from '../helpers/api.js'
import { fill, h, place } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { ItemActs } from './item_acts.js'
import { ItemCard } from './item_card.js'
import { announce, complain, remind } from './notices.js'
import { PaperActs } from './paper_acts.js'
import { Uploads } from './uploads.js'

export class AgendaEditor {
  #cards = new Map()
  #dragging = false

  /** @param {Element} element @param {import('../models/agenda.js').Agenda} agenda @param {{meeting: number, rights: string[], changed: () => void}} how */
  constructor(element, agenda, { meeting, rights, changed }) {
    this.element = element
    this.agenda = agenda
    this.meeting = meeting
    this.changed = changed
    this.may = { change: rights.includes('agenda:change'), addPapers: rights.includes('paper:add') }
    this.items = new ItemActs(this)
    this.papers = new PaperActs(this)
    this.uploads = new Uploads({
      changed: target => this.#filesChanged(target),
      arrived: paper => this.#laid(paper),
    })
    this.#frame()
  }

  #laid(paper) {
    const { same_file: same } = paper
    this.agenda.putPaper(paper)
    this.draw()
    if (!same) return
    remind(same.paper === paper.id
      ? _('Tệp vừa tải lên giống hệt bản đang có của “%(title)s”.', same)
      : _('Tệp vừa tải lên giống hệt tệp của “%(title)s” đã có trong phiên họp này. Nếu tải nhầm hai lần, xin xóa bớt một tài liệu.', same))
  }

  draw() {
    if (this.#dragging) return
    const tree = this.agenda.tree()
    const present = new Set(this.agenda.flat().map(({ id }) => id))
    for (const [id, card] of this.#cards) {
      if (!present.has(id)) { card.element.remove(); this.#cards.delete(id); this.items.lost(card) }
    }
    this.#lay(this.list, tree)
    this.empty.hidden = tree.length > 0
    this.changed()
  }

  /** Put an item where it was dropped or sent; refused, it goes back. */
  async placeItem(id, to) {
    this.agenda.move(id, to)
    this.draw()
    try {
      const { items } = await api.put(`/items/${id}/place`, to)
      this.agenda.apply({ name: 'items.moved', body: { items } })
      announce(_('Nay là nội dung số %(number)s.', { number: this.agenda.item(id).number }))
    } catch (error) {
      const { items } = await api.get(`/meetings/${this.meeting}`)
      this.agenda.load(items)
      throw error
    } finally {
      this.draw()
    }
  }

  // Parts

  #frame() {
    this.list = h('ol', { class: 'plain items', 'data-parent': '' })
    this.newItem = h('div', { class: 'form-place' })
    this.button = h('button', { type: 'button', class: 'primary', onclick: () => this.items.add() }, _('Thêm nội dung vào chương trình'))
    this.empty = h('div', { class: 'empty' }, h('strong', {}, _('Chương trình chưa có nội dung nào')),
      this.may.change ? _('Xin thêm nội dung đầu tiên, rồi đưa tài liệu vào từng nội dung.') : _('Thư ký đang soạn chương trình.'))
    fill(this.element, this.empty, this.list, this.newItem, this.may.change && this.button)
    if (this.may.change) this.#sortable(this.list)
  }

  #lay(list, items) {
    items.forEach((item, index) => {
      if (!this.#cards.has(item.id)) this.#make(item)
      const card = this.#cards.get(item.id)
      card.update(item, this.agenda)
      if (list.children[index] !== card.element) place(list, card.element, index)
      this.#lay(card.children, item.children)
    })
  }

  #make(item) {
    const card = new ItemCard(item, this)
    this.#cards.set(item.id, card)
    if (this.may.change) this.#sortable(card.children)
  }

  #sortable(list) {
    Sortable.create(list, {
      group: 'items', handle: '.handle', animation: 150, delay: 150, delayOnTouchOnly: true, fallbackOnBody: true,
      emptyInsertThreshold: 0, swapThreshold: 0.65, ghostClass: 'ghost', draggable: '.item',
      onStart: () => { this.#dragging = true },
      onMove: ({ dragged, to }) => !to.dataset.parent || !dragged.querySelector('.items > .item'),
      onEnd: event => this.#dropped(event),
    })
  }

  #dropped({ item: element, to }) {
    this.#dragging = false
    const before = element.previousElementSibling
    this.placeItem(Number(element.dataset.item), {
      parent: to.dataset.parent ? Number(to.dataset.parent) : null,
      after: before ? Number(before.dataset.item) : null,
    }).catch(complain)
  }

  #filesChanged({ item, paper }) {
    this.#cards.get(item ?? this.agenda.paper(paper)?.item)?.showFiles()
  }
}
