/** The fields of one agenda item, for adding it and for changing it. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { ITEM_KINDS } from '../helpers/labels.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { PersonPicker } from './person_picker.js'

export class ItemForm {
  /** @param {{item?: any|null, legend: string, save: (fields: any) => Promise<any>, close: () => void}} how */
  constructor({ item = null, legend, save, close }) {
    this.save = save
    this.close = close
    this.#draw(legend)
    if (item) this.show(item)
    this.before = JSON.stringify(this.fields)
  }

  /** Whether something is written that is not saved. */
  get changed() {
    return JSON.stringify(this.fields) !== this.before
  }

  show({ title, kind, presenter, minutes }) {
    this.title.value = title
    this.kind.value = kind
    this.minutes.value = minutes ?? ''
    this.presenter.set(presenter ? { id: presenter.person, name: presenter.name } : null)
  }

  get fields() {
    const { person, text } = this.presenter
    return {
      title: this.title.value.trim(), kind: this.kind.value,
      presenter: person?.id ?? null, presenter_name: person ? '' : text,
      minutes: this.minutes.value ? Number(this.minutes.value) : null,
    }
  }

  get words() {
    return [this.title.value.trim(), this.presenter.text, this.minutes.value].filter(Boolean).join('; ')
  }

  focus() {
    this.title.focus()
  }

  #draw(legend) {
    this.title = h('textarea', { rows: 2, required: true, class: 'low' })
    this.kind = h('select', {}, Object.entries(ITEM_KINDS).map(([value, words]) => h('option', { value }, words)))
    this.kind.value = 'discussion'
    this.minutes = h('input', { type: 'number', min: 1, max: 1440, inputmode: 'numeric' })
    this.presenter = new PersonPicker({ label: _('Người trình bày'), free: true })
    this.button = h('button', { class: 'primary' }, _('Lưu nội dung'))
    this.element = h('form', { class: 'item-form', 'aria-label': legend, onsubmit: event => this.#submit(event), onkeydown: event => this.#keyed(event) },
      field(_('Tên nội dung'), this.title),
      h('div', { class: 'pair' }, field(_('Loại nội dung'), this.kind), field(_('Số phút dự kiến'), this.minutes)),
      this.presenter.element,
      h('div', { class: 'actions' }, this.button, h('button', { type: 'button', onclick: () => this.close() }, _('Thôi'))))
  }

  #submit(event) {
    event.preventDefault()
    clearRefusal(this.element)
    during(this.button, () => this.#saved(), refuseIn(this.element))
  }

  /** What is being saved is what stands there, and cannot be taken back. */
  async #saved() {
    this.element.inert = true
    try {
      await this.save(this.fields)
    } finally {
      this.element.inert = false
    }
  }

  #keyed(event) {
    if (event.key === 'Escape' && !this.changed) this.close()   // what was written is not thrown away by a key
    else if (event.key === 'Enter' && event.target === this.title) {
      event.preventDefault() // a title is one line, however long
      this.element.requestSubmit()
    }
  }
}

function field(label, input) {
  return h('label', { class: 'field' }, h('span', {}, label), input)
}
