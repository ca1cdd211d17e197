/** One remark with its answer, its replies, and what the person may do with it. */
import { clock, moment } from '../helpers/format.js'
import { fill, h, keep } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { audience, onItsWay, outcome, rung, whyRefused } from '../helpers/words.js'
import { CommentForm } from './comment_form.js'

export class CommentCard {
  #head = h('header')
  #body = h('div', { class: 'comment-body' })
  #state = h('div', { class: 'comment-state' })
  #actions = h('div', { class: 'actions' })
  #form = h('div')
  #replies = h('ol', { class: 'plain replies' })
  #parts = new Map()
  #shown = ''

  /** @param {any} entry @param {any} acts what the sheet lets a card do @param {{write: boolean, reply: boolean}} rights */
  constructor(entry, acts, rights) {
    this.acts = acts
    this.rights = rights
    this.element = h('li', { class: 'comment' }, this.#head, this.#body, this.#state, this.#actions, this.#form, this.#replies)
  }

  update(entry) {
    this.entry = entry
    const { replies, ...own } = entry
    keep(this.#replies, replies.filter(reply => !reply.withdrawn), reply => reply.key, reply => new CommentCard(reply, this.acts, { ...this.rights, reply: false }), this.#parts)
    const shown = JSON.stringify(own)
    if (shown === this.#shown) return
    this.#shown = shown
    this.element.classList.toggle('coming', entry.state !== null)
    this.#drawHead(entry)
    this.#drawBody(entry)
    this.#drawState(entry)
    this.#drawActions(entry)
  }

  #drawHead({ creator, created, mine, parent, visibility, carried }) {
    fill(this.#head,
      h('strong', {}, mine ? _('%(name)s (tôi)', { name: creator.name }) : creator.name),
      h('span', { class: 'muted small' }, [creator.post, creator.unit?.name ?? creator.unit].filter(Boolean).join(', ')),
      h('span', { class: 'muted small' }, h('time', { datetime: created }, shortTime(created)), parent === null && ` · ${audience(visibility)}`),
      parent === null && carried && h('span', { class: 'chip' }, _('Từ bản %(number)s: %(rung)s', { number: carried.from, rung: rung(carried.rung) })))
  }

  /** Only what the server has cleaned is ever set as HTML. */
  #drawBody({ html, text, withdrawn, change, answer }) {
    const body = h('div', { class: 'comment-words' })
    if (withdrawn) body.append(h('em', { class: 'muted' }, _('Ý kiến này đã được rút lại.')))
    else if (change?.text && change.state !== 'refused' || !html) body.textContent = change?.text ?? text
    else body.innerHTML = html
    fill(this.#body, body, answer && this.#answer(answer))
  }

  #answer({ outcome: result, reason, html, by }) {
    const words = h('div', { class: 'comment-words' })
    if (html) words.innerHTML = html
    else words.textContent = reason ?? ''
    const kind = { accepted: 'ok', partly_accepted: 'warn', not_accepted: 'danger' }[result]
    return h('div', { class: `answer ${kind}` }, h('p', {}, h('strong', {}, outcome(result)), by && h('span', { class: 'muted small' }, ` · ${by.name ?? by}`)), words)
  }

  #drawState({ state, refusal, change, operation, text }) {
    const refused = state === 'refused' ? refusal : change?.state === 'refused' ? change.refusal : null
    const words = onItsWay(state) || onItsWay(change?.state)
    fill(this.#state,
      words && h('span', { class: 'chip warn' }, words),
      refused && h('div', { class: 'refusal', role: 'alert' }, h('p', {}, whyRefused(refused)), change?.text && h('blockquote', {}, change.text),
        h('div', { class: 'actions' },
          this.rights.write && (state === 'refused' || change.command === 'comment.change') && h('button', { type: 'button', onclick: () => this.acts.mend(this.entry, this) }, _('Sửa và gửi lại')),
          h('button', { type: 'button', class: 'danger', onclick: () => this.acts.discard(operation ?? change.operation) }, _('Bỏ')))))
  }

  #drawActions({ id, mine, withdrawn, parent, change }) {
    const quiet = (words, act) => h('button', { type: 'button', class: 'quiet', onclick: act }, words)
    const leaving = change?.command === 'comment.withdraw' && change.state !== 'refused'
    const still = !withdrawn && !leaving && this.entry.state !== 'refused'
    fill(this.#actions,
      still && id !== null && parent === null && this.rights.reply && quiet(_('Trả lời'), () => this.reply()),
      still && mine && this.rights.write && quiet(_('Sửa'), () => this.edit()),
      still && mine && this.rights.write && quiet(_('Rút lại'), () => this.acts.withdraw(this.entry)))
  }

  /** Words that were refused are written otherwise, below those that are being written. */
  editAgain(words) {
    this.edit(this.acts.drafts.add(edited(this.entry), words))
  }

  replyAgain(words) {
    this.reply(this.acts.drafts.add(replying(this.entry), words))
  }

  /** @param {string} [text] words to begin with */
  reply(text) {
    this.#open(new CommentForm({
      text,
      label: _('Trả lời %(name)s', { name: this.entry.creator.name }), button: _('Gửi trả lời'), visibility: null,
      about: replying(this.entry), drafts: this.acts.drafts, cancel: () => this.#close(),
      send: ({ text }) => { this.#close(); this.acts.reply(this.entry, text) },
    }))
  }

  edit(text = this.acts.drafts.read(edited(this.entry)) || this.entry.text) {
    this.#open(new CommentForm({
      label: _('Sửa ý kiến'), button: _('Lưu thay đổi'), text, visibility: this.entry.parent === null ? this.entry.visibility : null,
      about: edited(this.entry), drafts: this.acts.drafts, cancel: () => { this.acts.drafts.keep(edited(this.entry), ''); this.#close() },
      send: said => {
        this.#close()
        this.acts.change(this.entry, said)
        this.acts.drafts.keep(edited(this.entry), '')   // the act keeps the words from here on
      },
    }))
  }

  #open(form) {
    fill(this.#form, form.element)
    form.words.focus()
  }

  #close() {
    fill(this.#form)
  }
}

/** The name of the draft of a remark's other words. */
const edited = ({ key }) => `edit:${key}`
const replying = ({ id }) => `reply:${id}`

const shortTime = time => new Date(time).toDateString() === new Date().toDateString() ? clock(time) : moment(time)
