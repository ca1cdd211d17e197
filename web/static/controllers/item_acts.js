/** What the secretary does with agenda items. */
import { api } from '../helpers/api.js'
import { fill } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { ITEM_KINDS } from '../helpers/labels.js'
import { during } from './busy.js'
import { askWhich } from './conflict_dialog.js'
import { confirm } from './confirmation.js'
import { ItemForm } from './item_form.js'
import { announce, complain, remind } from './notices.js'

export class ItemActs {
  /** @type {Map<Element, ItemForm>} what is being written, by where it stands */
  #forms = new Map()

  /** @param {import('./agenda_editor.js').AgendaEditor} editor */
  constructor(editor) {
    this.editor = editor
  }

  add(under = null) {
    const key = newKey() // one form makes one item, however often it is sent
    const spot = under ? under.newChild : this.editor.newItem
    if (this.#goesOn(spot)) return
    const form = new ItemForm({
      legend: under ? _('Thêm mục con') : _('Thêm nội dung vào chương trình'),
      close: () => { this.#close(spot); (under?.edit ?? this.editor.button).focus() },
      save: async fields => {
        const parent = under?.item.id ?? null
        const item = await api.post(`/meetings/${this.editor.meeting}/items`, { ...fields, parent, operation_id: key })
        this.editor.agenda.putItem(item)
        this.editor.draw()
        announce(_('Đã thêm nội dung %(title)s.', { title: item.title }))
        this.#close(spot)
        this.add(under)
      },
    })
    this.#open(spot, form)
  }

  edit(card) {
    if (this.#goesOn(card.form)) return
    let revision = card.item.revision
    const close = () => { this.#close(card.form); card.edit.focus() }
    const keepItem = item => { this.editor.agenda.putItem(item); this.editor.draw(); close() }
    const save = async fields => {
      try {
        keepItem(await api.patch(`/items/${card.item.id}`, { ...fields, revision, operation_id: newKey() }))
      } catch (error) {
        if (error.code !== 'item.changed' || !error.current) throw error
        revision = error.current.revision
        this.editor.agenda.putItem(error.current)
        this.editor.draw()
        const choice = await askWhich(bothTexts(error, fields, form.presenter.text))
        if (choice === 'theirs') close()
        if (choice === 'mine') await save(fields)
      }
    }
    const form = new ItemForm({ item: card.item, legend: _('Sửa nội dung'), close, save })
    this.#open(card.form, form)
  }

  /** What is being written is not replaced by an empty form. @returns {boolean} whether there was any */
  #goesOn(spot) {
    const form = this.#forms.get(spot)
    if (form?.changed) form.focus()
    return Boolean(form?.changed)
  }

  #open(spot, form) {
    this.#forms.set(spot, form)
    fill(spot, form.element)
    form.focus()
  }

  #close(spot) {
    this.#forms.delete(spot)
    fill(spot)
  }

  /** Somebody else deleted an item: who was writing in it has their words. */
  lost(card) {
    for (const spot of [card.form, card.newChild]) {
      const form = this.#forms.get(spot)
      this.#forms.delete(spot)
      if (form?.changed) remind(_('Nội dung “%(title)s” vừa bị xóa trong lúc ông/bà đang viết. Lời ông/bà viết: “%(words)s”', { title: card.item.title, words: form.words }))
    }
  }

  async move(item, way, button) {
    const to = this.editor.agenda.moves(item.id)[way]
    if (to) await during(button, () => this.editor.placeItem(item.id, to))
  }

  async remove({ id, title, papers, children }) {
    if (papers.length || children.length) {
      return complain({ code: 'item.not_empty', message: _('Nội dung này còn tài liệu hoặc mục con. Xin chuyển hoặc xóa chúng trước.') })
    }
    const sure = await confirm({ title: _('Xóa nội dung này?'), text: title, yes: _('Xóa nội dung'), danger: true })
    if (!sure) return undefined
    return during(null, async () => {
      await api.delete(`/items/${id}`)
      this.editor.agenda.removeItem(id)
      this.editor.draw()
    })
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
