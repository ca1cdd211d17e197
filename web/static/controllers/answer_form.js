/** The answer to one comment: taken up, in part or not, and why. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { OUTCOMES } from '../helpers/labels.js'
import { limited } from '../helpers/limited.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { LONGEST } from './comment_form.js'

export class AnswerForm {
  /** @param {{answer: any|null, save: (answer: any) => Promise<any>, close: () => void}} how */
  constructor({ answer, save, close }) {
    this.save = save
    this.close = close
    const name = `outcome-${newKey().slice(0, 8)}`
    this.radios = Object.entries(OUTCOMES).map(([value, words]) => [value, words, h('input', {
      type: 'radio', name, value, required: true, checked: answer?.outcome === value,
    })])
    this.reason = h('textarea', { rows: 3, required: true })
    this.reason.value = answer?.reason ?? ''
    this.button = h('button', { class: 'primary' }, _('Lưu trả lời'))
    this.element = h('form', { class: 'answer-form', onsubmit: event => this.#submit(event), onkeydown: event => { if (event.key === 'Escape') this.#leave() } },
      h('fieldset', {}, h('legend', {}, _('Kết quả')), this.radios.map(([, words, radio]) => h('label', { class: 'choice' }, radio, h('span', {}, words)))),
      h('label', { class: 'field' }, h('span', {}, _('Lý do, nội dung tiếp thu hoặc giải trình')), this.reason, limited(this.reason, LONGEST).element),
      h('div', { class: 'actions' }, this.button, h('button', { type: 'button', onclick: () => this.close() }, _('Thôi'))))
    this.before = this.reason.value
  }

  focus() {
    const chosen = this.radios.find(([, , radio]) => radio.checked) ?? this.radios[0]
    chosen[2].focus()
  }

  /** Escape closes what was not written in; what was written is not thrown away by a key. */
  #leave() {
    if (this.reason.value === this.before) this.close()
  }

  #submit(event) {
    event.preventDefault()
    clearRefusal(this.element)
    const outcome = this.radios.find(([, , radio]) => radio.checked)[0]
    during(this.button, async () => {
      await this.save({ outcome, reason: this.reason.value.trim() })
      this.close()
    }, refuseIn(this.element))
  }
}
