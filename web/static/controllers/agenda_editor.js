/** The agenda on the desk: every act of the secretary upon items and papers, by drag and by button. */
import Sortable from 'sortablejs'
import { api } from '../helpers/api.js'
import { fill, h, place } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { ITEM_KINDS } from '../helpers/labels.js'
import { during } from './busy.js'
import { askWhich } from './conflict_dialog.js'
import { confirm } from './confirmation.js'
import { ItemCard } from './item_card.js'
import { ItemForm } from './item_form.js'
import { announce, complain, say } from './notices.js'
import { askItem, askTitle } from './paper_dialogs.js'
import { Uploads } from './uploads.js'

export class AgendaEditor {
  #cards = new Map()
  #dragging = false

  /** @param {Element} element @param {import('../models/agenda.js').Agenda} agenda @param {{meeting: number, rights: string[], changed: () => void}} how */
  constructor(element, agenda, { meeting, rights, changed }) {
    Object.assign(this, { element, agenda, meeting, changed })
    this.may = { change: rights.includes('agenda:change'), addPapers: rights.includes('paper:add') }
    this.uploads = new Uploads({
      changed: target => this.#filesChanged(target),
      arrived: paper => { this.agenda.putPaper(paper); this.draw() },
    })
    this.#frame()
  }

  draw() {
    if (this.#dragging) return
    const tree = this.agenda.tree()
    const present = new Set(this.agenda.flat().map(({ id }) => id))
    for (const [id, card] of this.#cards) {
      if (!present.has(id)) { card.element.remove(); this.#cards.delete(id) }
    }
    this.#lay(this.list, tree)
    this.empty.hidden = tree.length > 0
    this.changed()
  }

  // Items

  addItem(under = null) {
    const spot = under ? under.newChild : this.newItem
    const form = new ItemForm({
      legend: under ? _('Thêm mục con') : _('Thêm nội dung vào chương trình'),
      close: () => { fill(spot); (under?.edit ?? this.button).focus() },
      save: async fields => {
        const parent = under?.item.id ?? null
        const item = await api.post(`/meetings/${this.meeting}/items`, { ...fields, parent, operation_id: newKey() })
        this.agenda.putItem(item)
        this.draw()
        announce(_('Đã thêm nội dung %(title)s.', { title: item.title }))
        this.addItem(under)
      },
    })
    fill(spot, form.element)
    form.focus()
  }

  editItem(card) {
    let revision = card.item.revision
    const close = () => { fill(card.form); card.edit.focus() }
    const keepItem = item => { this.agenda.putItem(item); this.draw(); close() }
    const save = async fields => {
      try {
        keepItem(await api.patch(`/items/${card.item.id}`, { ...fields, revision, operation_id: newKey() }))
      } catch (error) {
        if (error.code !== 'item.changed' || !error.current) throw error
        revision = error.current.revision
        this.agenda.putItem(error.current)
        this.draw()
        const choice = await askWhich(bothTexts(error, fields, form.presenter.text))
        if (choice === 'theirs') close()
        if (choice === 'mine') await save(fields)
      }
    }
    const form = new ItemForm({ item: card.item, legend: _('Sửa nội dung'), close, save })
    fill(card.form, form.element)
    form.focus()
  }

  async moveItem(item, way, button) {
    const to = this.agenda.moves(item.id)[way]
    if (to) await during(button, () => this.#placeItem(item.id, to))
  }

  async removeItem({ id, title, papers, children }) {
    if (papers.length || children.length) {
      return complain({ code: 'item.not_empty', message: _('Nội dung này còn tài liệu hoặc mục con. Xin chuyển hoặc xóa chúng trước.') })
    }
    const sure = await confirm({ title: _('Xóa nội dung này?'), text: title, yes: _('Xóa nội dung'), danger: true })
    if (!sure) return undefined
    return during(null, async () => {
      await api.delete(`/items/${id}`)
      this.agenda.removeItem(id)
      this.draw()
    })
  }

  // Papers

  async movePaper({ id }, way, button) {
    const to = this.agenda.paperMoves(id)[way]
    if (to) await during(button, () => this.#changePaper(id, to))
  }

  async renamePaper({ id, title }) {
    askTitle(title, async changed => this.#changePaper(id, { title: changed }))
  }

  async sendPaper({ id, item }) {
    askItem(this.agenda.flat(), item, async to => this.#changePaper(id, { item: to, after: this.#lastPaper(to) }))
  }

  async removePaper({ id, title, comments }) {
    const text = comments ? _('Tài liệu này đã có ý kiến góp ý; các ý kiến cũng sẽ không còn hiện ra.') : undefined
    const sure = await confirm({ title: _('Xóa tài liệu “%(title)s”?', { title }), text, yes: _('Xóa tài liệu'), danger: true })
    if (!sure) return
    await during(null, async () => {
      await api.delete(`/papers/${id}`)
      this.agenda.removePaper(id)
      this.draw()
      say(_('Đã xóa tài liệu.'))
    })
  }

  // Parts

  #frame() {
    this.list = h('ol', { class: 'plain items', 'data-parent': '' })
    this.newItem = h('div', { class: 'form-place' })
    this.button = h('button', { type: 'button', class: 'primary', onclick: () => this.addItem() }, _('Thêm nội dung vào chương trình'))
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
      emptyInsertThreshold: 12, swapThreshold: 0.65, ghostClass: 'ghost', draggable: '.item',
      onStart: () => { this.#dragging = true; this.element.classList.add('dragging') },
      onMove: ({ dragged, to }) => !to.dataset.parent || !dragged.querySelector('.items > .item'),
      onEnd: event => this.#dropped(event),
    })
  }

  #dropped({ item: element, to }) {
    this.#dragging = false
    this.element.classList.remove('dragging')
    const before = element.previousElementSibling
    this.#placeItem(Number(element.dataset.item), {
      parent: to.dataset.parent ? Number(to.dataset.parent) : null,
      after: before ? Number(before.dataset.item) : null,
    }).catch(complain)
  }

  async #placeItem(id, to) {
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

  async #changePaper(id, change) {
    await api.patch(`/papers/${id}`, { ...change, operation_id: newKey() })
    const { items } = await api.get(`/meetings/${this.meeting}`) // the places of its neighbours changed too
    this.agenda.load(items)
    this.draw()
  }

  #lastPaper(item) {
    return this.agenda.item(item).papers.at(-1)?.id ?? null
  }

  #filesChanged({ item, paper }) {
    this.#cards.get(item ?? this.agenda.paper(paper)?.item)?.showFiles()
  }
}

function bothTexts({ message, current }, mine, presenter) {
  return {
    message,
    mine: shownFields({ ...mine, presenter: { name: presenter } }), theirs: shownFields(current),
    labels: { title: _('Tên nội dung'), kind: _('Loại nội dung'), presenter: _('Người trình bày'), minutes: _('Số phút dự kiến') },
  }
}

function shownFields({ title, kind, presenter, minutes }) {
  return { title, kind: ITEM_KINDS[kind], presenter: presenter?.name ?? '', minutes: minutes ? `${minutes}` : '' }
}
