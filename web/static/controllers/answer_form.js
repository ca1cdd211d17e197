/** The answer to one comment: taken up, in part or not, and why. Its words stay on this device until the server has them. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { OUTCOMES } from '../helpers/labels.js'
import { limited } from '../helpers/limited.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { LONGEST } from './comment_form.js'

/** In milliseconds: an answer that takes longer is waiting. */
const PATIENCE = 1500

/**
 * @typedef {import('../models/answer_drafts.js').Answer} Answer
 * @typedef {{saved: Promise<any>, callBack: () => boolean, discard: () => void}} Saving
 *   callBack: whether it had not left this device; discard: let go of what was refused, for its words are here
 */

export class AnswerForm {
  /** @type {Saving|null} */
  #saving = null
  #waiting = h('p', { role: 'status', hidden: true })

  /**
   * @param {{answer: Answer|null, draft: Answer|null, keep: (answer: Answer) => void, save: (answer: Answer) => Saving, close: () => void, giveUp: () => void}} how
   *   close: the answer is there, or on its way; giveUp: there will be none
   */
  constructor({ answer, draft, keep, save, close, giveUp }) {
    this.keep = keep
    this.save = save
    this.close = close
    this.giveUp = giveUp
    const name = `outcome-${newKey().slice(0, 8)}`
    const shown = draft ?? answer
    this.radios = Object.entries(OUTCOMES).map(([value, words]) => [value, words, h('input', {
      type: 'radio', name, value, required: true, checked: shown?.outcome === value,
    })])
    this.reason = h('textarea', { rows: 3, required: true })
    this.reason.value = shown?.reason ?? ''
    this.room = limited(this.reason, LONGEST)
    this.button = h('button', { class: 'primary' }, _('Lưu trả lời'))
    this.element = h('form', {
      class: 'answer-form', onsubmit: event => this.#submit(event), oninput: () => this.keep(this.written),
      onkeydown: event => { if (event.key === 'Escape') this.#leave() },
    },
      h('fieldset', {}, h('legend', {}, _('Kết quả')), this.radios.map(([, words, radio]) => h('label', { class: 'choice' }, radio, h('span', {}, words)))),
      h('label', { class: 'field' }, h('span', {}, _('Lý do, nội dung tiếp thu hoặc giải trình')), this.reason, this.room.element),
      this.#waiting,
      h('div', { class: 'actions' }, this.button, h('button', { type: 'button', onclick: () => this.#stop() }, _('Thôi'))))
    this.before = { outcome: answer?.outcome ?? null, reason: answer?.reason ?? '' }
  }

  /** @returns {Answer} */
  get written() {
    return { outcome: this.radios.find(([, , radio]) => radio.checked)?.[0] ?? null, reason: this.reason.value }
  }

  focus() {
    const chosen = this.radios.find(([, , radio]) => radio.checked) ?? this.radios[0]
    chosen[2].focus()
  }

  /** Escape closes what was not written in; what was written is not thrown away by a key. */
  #leave() {
    const { outcome, reason } = this.written
    if (!this.#saving && outcome === this.before.outcome && reason === this.before.reason) this.giveUp()
  }

  /** Nothing is said in the person's name that they have stopped: what has left already is shown as on its way. */
  #stop() {
    if (!this.#saving) return this.giveUp()
    if (!this.#saving.callBack()) return this.close()
    return undefined
  }

  #submit(event) {
    event.preventDefault()
    if (this.#saving) return
    clearRefusal(this.element)
    const { outcome, reason } = this.written
    const saving = this.#saving = this.save({ outcome, reason: reason.trim() })
    this.#lock(true)
    const late = setTimeout(() => this.#tell(_('Trả lời này đang chờ gửi. Nó được giữ trên máy này và tự đến máy chủ khi có mạng.')), PATIENCE)
    during(this.button, async () => {
      try {
        if (await saving.saved) this.close()
        else this.#tell(_('Chưa gửi. Xin sửa rồi lưu lại, hoặc bấm Thôi lần nữa để bỏ.'))
      } finally {
        clearTimeout(late)
        this.#saving = null
        this.#lock(false)
      }
    }, refused => this.#refused(refused, saving))
  }

  /** Where the form is still there its words are, too; else they are kept with the refusal. */
  #refused(why, saving) {
    this.#tell('')
    if (!this.element.isConnected) return this.close()
    saving.discard()
    this.keep(this.written)
    const hand = /** @type {HTMLElement} */ (document.activeElement)
    refuseIn(this.element)(why)
    if (hand !== document.body && !this.element.contains(hand)) hand.focus({ preventScroll: true })
    return undefined
  }

  /** What is being sent is what stands there. */
  #lock(sent) {
    this.reason.readOnly = sent
    for (const [, , radio] of this.radios) radio.disabled = sent
  }

  #tell(words) {
    this.#waiting.hidden = !words
    this.#waiting.textContent = words
  }
}
