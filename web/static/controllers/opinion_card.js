/** One comment on the chair's table, with its replies and its answer. */
import { fill, h } from '../helpers/dom.js'
import { moment } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { OUTCOMES } from '../helpers/labels.js'
import { rung } from '../helpers/words.js'
import { AnswerForm } from './answer_form.js'

/** The server stamps both within a breath of each other. */
const SAME_MOMENT = 2000
const KINDS = { accepted: 'ok', partly_accepted: 'warn', not_accepted: 'danger' }

export class OpinionCard {
  #shown = ''
  /** @type {AnswerForm|null} */
  #form = null

  constructor(comment, acts) {
    this.comment = comment
    this.acts = acts
    this.said = h('div', {})
    this.place = h('div', {})
    this.button = h('button', { type: 'button', onclick: () => { this.#open(); this.#form.focus() } })
    this.element = h('div', { class: 'opinion', 'data-comment': comment.id, tabindex: '-1' }, this.said, this.place,
      acts.may && h('div', { class: 'actions' }, this.button))
  }

  update(comment) {
    const waiting = this.acts.waiting(comment.id)
    const shown = JSON.stringify([comment, waiting, Boolean(this.#form)])
    if (shown === this.#shown) return
    const first = !this.#shown
    this.#shown = shown
    this.comment = comment
    this.waiting = waiting
    this.#draw(comment)
    if (first && this.acts.may && !waiting && this.#isBeingAnswered(comment)) this.#open()
  }

  #draw(comment) {
    const { waiting } = this
    fill(this.said, head(comment), body(comment), comment.replies.map(reply => h('div', { class: 'reply' }, head(reply), body(reply))),
      comment.answer && answered(comment.answer), !this.#form && waiting && onItsWay(waiting))
    fill(this.button, comment.answer ? _('Sửa trả lời') : _('Trả lời ý kiến'),
      h('span', { class: 'hidden-words' }, comment.creator.name))
    this.button.hidden = Boolean(this.#form || waiting)
    this.element.classList.toggle('fresh', Boolean(comment.fresh))
    if (comment.fresh) this.acts.watch(this.element)
  }

  /** Here before it moved, or before the page was loaded anew; what the server has is no draft. */
  #isBeingAnswered({ id, answer }) {
    if (answer) this.acts.drafts.settle(id, answer)
    return this.acts.held(id) || this.acts.drafts.read(id) !== null
  }

  /** What was being written is there again, wherever its comment has gone, and after a reload. */
  #open() {
    const { id, answer, revision } = this.comment
    this.#form = new AnswerForm({
      answer, draft: this.acts.drafts.read(id),
      keep: written => this.acts.drafts.keep(id, written), save: this.#saveOver(revision),
      close: () => this.#close(), giveUp: () => { this.acts.drafts.giveUp(id); this.#close() },
    })
    this.acts.hold(id, true)
    fill(this.place, this.#form.element)
    this.update(this.comment)
  }

  /** Save over what was seen; what somebody else answered meanwhile is shown before it gives way. */
  #saveOver(seen) {
    const over = async saved => {
      try {
        return await saved
      } catch (refused) {
        seen = Math.max(seen, refused.current?.revision ?? this.comment.revision)
        throw refused
      }
    }
    return answer => {
      const { saved, ...how } = this.acts.answer(this.comment.id, { ...answer, revision: seen })
      return { saved: over(saved), ...how }
    }
  }

  #close() {
    if (!this.#form) return   // it was left to go its way
    const inHand = this.element.contains(document.activeElement)   // an answer may arrive while another is written
    this.#form = null
    this.acts.hold(this.comment.id, false)
    fill(this.place)
    this.update(this.comment)
    if (inHand) (this.button.hidden ? this.element : this.button).focus()
  }
}

function head({ creator, created, modified, visibility, fresh, stands }) {
  return h('p', { class: 'opinion-head' }, h('strong', {}, creator.name),
    h('span', { class: 'facts' }, [creator.post, creator.unit?.name ?? creator.unit].filter(Boolean).join(', '),
      h('time', { datetime: created }, moment(created)),
      Date.parse(modified) - Date.parse(created) > SAME_MOMENT && h('span', {}, _('đã sửa')),
      visibility === 'desk' && h('span', { class: 'chip' }, _('Chỉ gửi chủ trì và thư ký')),
      stands?.rung && h('span', { class: 'chip' }, _('Từ bản %(number)s: %(rung)s', { number: stands.from, rung: rung(stands.rung) })),
      fresh && h('span', { class: 'chip accent' }, _('Mới'))))
}

/** `html` was cleaned by the server; anything else is plain words. */
function body({ html, text }) {
  const element = h('div', { class: 'words' })
  if (html) element.innerHTML = html
  else element.textContent = text ?? ''
  return element
}

function answered({ outcome, reason, html, by, at }) {
  return h('div', { class: 'answer' },
    h('p', { class: 'opinion-head' }, h('span', { class: `chip ${KINDS[outcome]}` }, OUTCOMES[outcome]),
      h('span', { class: 'facts' }, by?.name ?? '', at && h('time', { datetime: at }, moment(at)))),
    body({ html, text: reason }))
}

/** An answer that the server does not have yet. */
function onItsWay({ outcome, reason }) {
  return h('div', { class: 'answer' },
    h('p', { class: 'opinion-head' }, h('span', { class: `chip ${KINDS[outcome]}` }, OUTCOMES[outcome]), h('span', { class: 'chip warn' }, _('Chờ gửi'))),
    body({ html: null, text: reason }))
}
