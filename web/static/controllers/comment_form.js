/** Where a remark or a reply is written. Its words stay on this device until the server has them. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { limited } from '../helpers/limited.js'
import { audiences } from '../helpers/words.js'
import { below } from '../models/drafts.js'

const LAST_AUDIENCE = 'audience'
/** Of what is said and of why, in characters. */
export const LONGEST = 5000

export class CommentForm {
  #life = new AbortController()

  /**
   * @param {{label: string, button: string, about: string, drafts: any, text?: string, shared?: boolean, visibility?: string|null,
   *   send: (said: {text: string, visibility: string|undefined}) => void, cancel?: () => void, writing?: (visibility: string) => void}} how
   *   text: what stands there at first, else the draft; shared: it is the draft; visibility null: not asked
   */
  constructor(how) {
    this.about = how.about
    this.drafts = how.drafts
    this.send = how.send
    this.writing = how.writing
    this.words = h('textarea', { name: 'text', rows: 3, required: true, oninput: () => this.#written() })
    this.words.value = how.text ?? this.drafts.read(this.about)
    this.room = limited(this.words, LONGEST)
    if (how.shared) this.drafts.follow(this.about, () => this.#heard(), this.#life.signal)
    this.element = h('form', { class: 'comment-form', onsubmit: event => this.#submit(event) },
      h('label', { class: 'field' }, h('span', {}, how.label), this.words, this.room.element),
      how.visibility !== null && this.#audience(how.visibility),
      h('div', { class: 'actions' },
        h('button', { class: 'primary' }, how.button),
        how.cancel && h('button', { type: 'button', onclick: () => how.cancel() }, _('Thôi'))))
  }

  /** Further words come below those that are being written. */
  add(text) {
    this.words.value = below(this.words.value, text)
    this.room.look()
    this.#written()
    this.words.focus()
  }

  /** The draft was added to at its end; the hand that writes stays where it is. */
  readAgain() {
    const { selectionStart, selectionEnd } = this.words
    this.words.value = this.drafts.read(this.about)
    this.room.look()
    this.words.setSelectionRange(selectionStart, selectionEnd)
  }

  /** One person has one draft, on however many pages: only the one that is being written on is left alone. */
  #heard() {
    const inHand = document.hasFocus() && document.activeElement === this.words
    if (!inHand) this.readAgain()
  }

  /** Another form takes its place. */
  leave() {
    this.#life.abort()
  }

  #written() {
    this.drafts.keep(this.about, this.words.value)
    if (this.select) this.writing?.(this.select.value)
  }

  #audience(visibility) {
    const chosen = visibility ?? (this.drafts.read(LAST_AUDIENCE) || 'meeting')
    this.select = h('select', { name: 'visibility' }, audiences().map(([value, words]) => h('option', { value, selected: value === chosen }, words)))
    return h('label', { class: 'field' }, h('span', {}, _('Ai được xem')), this.select)
  }

  #submit(event) {
    event.preventDefault()
    const text = this.words.value.trim()
    if (!text) return this.words.focus()
    const visibility = this.select?.value
    if (visibility) this.drafts.keep(LAST_AUDIENCE, visibility)
    this.words.value = ''
    this.room.look()
    this.send({ text, visibility })
  }
}
