/** The chair's table: what was said of each paragraph, as it is said, and the answers to it. */
import { api } from '../helpers/api.js'
import { openLive } from '../channels/live.js'
import { boot } from '../helpers/boot.js'
import { fill, find, findAll, h, keep, oncePerFrame, steadily } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { AnswerDrafts } from '../models/answer_drafts.js'
import { Drafts } from '../models/drafts.js'
import { CALLED_BACK } from '../models/made_here.js'
import { OpinionTable } from '../models/opinion_table.js'
import { isOwnSeat } from '../models/seating.js'
import { Contributors } from './contributors.js'
import { arrived, follow } from './following.js'
import { FreshPill } from './fresh_pill.js'
import { drawHead } from './meeting_details.js'
import { remind } from './notices.js'
import { OpinionCounts } from './opinion_counts.js'
import { OpinionFilter } from './opinion_filter.js'
import { OpinionPaper } from './opinion_paper.js'
import { PresenceLine } from './presence_line.js'

const ANSWER = 'comment.answer'

export class Opinions {
  #table = new OpinionTable()
  #papers = new Map()
  #pack = new Map()
  #presence = new PresenceLine(boot.meeting)
  #drawSoon = oncePerFrame(() => this.#draw())
  #drafts = new AnswerDrafts(new Drafts(boot.person.id))

  constructor(root) {
    this.root = root
  }

  async connect() {
    this.live = openLive({ meeting: boot.meeting })
    this.live.on('acts', () => this.list && this.#drawSoon())
    await follow({
      meeting: boot.meeting, root: this.root, load: () => this.#load(), fact: fact => this.#apply(fact),
      signal: signal => this.#presence.hear(signal),
    })
  }

  async #load() {
    await this.live.outbox.open().catch(() => null)   // an answer that waits there is no draft
    const [opinions, pack] = await Promise.all([
      api.get(`/meetings/${boot.meeting}/opinions`), api.get(`/meetings/${boot.meeting}/pack`),
    ])
    this.me = opinions.me
    this.#pack = new Map(pack.map(each => [each.paper, each]))
    this.#table.load(opinions)
    if (!this.list) this.#frame()
    drawHead(this.head, { meeting: opinions.meeting, rights: this.me.rights, here: '/opinions' })
    this.#draw()
    return opinions.heads
  }

  #frame() {
    arrived(this.root)
    this.head = h('div', { class: 'head' })
    this.list = h('div', { class: 'opinion-papers' })
    this.empty = h('div', { class: 'empty' })
    this.counts = new OpinionCounts(boot.meeting, this.#table, this.me.rights)
    this.filter = new OpinionFilter(this.#table, () => this.#draw())
    this.contributors = new Contributors(this.#table, person => this.filter.choose({ person }))
    this.fresh = new FreshPill(this.#table, () => this.#draw())
    fill(this.root, this.head, this.#presence.element, this.counts.element, this.filter.element, h('div', { class: 'columns' },
      h('section', { 'aria-label': _('Ý kiến theo từng đoạn') }, this.empty, this.list),
      h('aside', { 'aria-label': _('Người góp ý') }, this.contributors.element)), this.fresh.element)
  }

  #draw() {
    steadily(this.#inUse(), findAll('.opinion, .paragraph-text', this.list), () => this.#keepingTheHand(() => this.#drawRows()))
    this.#tellWhatIsGone()
    this.counts.draw()
    this.filter.draw()
    this.contributors.draw()
    this.fresh.draw()
  }

  #drawRows() {
    const rows = this.#table.rows()
    keep(this.list, rows, ({ id }) => id, () => new OpinionPaper(this.#acts()), this.#papers,
      (part, paper) => part.update(paper, this.#table.heat(paper.id), this.#pack.get(paper.id)))
    this.empty.hidden = rows.length > 0
    fill(this.empty, ...this.#emptyWords())
  }

  #emptyWords() {
    if (!this.#table.counts.comments) {
      return [h('strong', {}, _('Chưa có ý kiến nào')), _('Khi đại biểu góp ý vào tài liệu, ý kiến tự hiện ra ở đây.')]
    }
    return [h('strong', {}, _('Không có ý kiến nào hợp với bộ lọc')), h('p', {}, h('button', {
      type: 'button', onclick: () => this.filter.choose({}),
    }, _('Bỏ bộ lọc')))]
  }

  #acts() {
    return {
      may: this.me.rights.includes('opinion:answer'),
      answer: (comment, answer) => this.#answer(comment, answer),
      drafts: this.#drafts,
      held: comment => this.#table.isHeld(comment),
      hold: (comment, held) => { this.#table.hold(comment, held); if (!held) this.#drawSoon() },
      waiting: comment => this.#waiting(comment),
      watch: element => this.fresh.watch(element),
    }
  }

  /** @returns {import('./answer_form.js').Saving} */
  #answer(comment, answer) {
    const { operationId, answered } = this.live.begin(ANSWER, { comment, ...answer })
    const callBack = () => this.live.withdraw(operationId)
    const discard = () => this.live.discard(operationId)
    return { saved: answered.then(reply => this.#took(reply)), callBack, discard }
  }

  /** @returns {boolean} whether the server has it; not where it was called back */
  #took({ ok, code, message, answer }) {
    if (code === CALLED_BACK) return false
    if (!ok) throw Object.assign(new Error(message), { code })
    this.#table.put(answer)
    this.#draw()
    return true
  }

  /** @returns {import('../models/answer_drafts.js').Answer|null} an answer that the server does not have yet */
  #waiting(comment) {
    const act = this.live.pending.find(({ command, payload }) => command === ANSWER && payload.comment === comment)
    return act ? { outcome: act.payload.outcome, reason: act.payload.reason } : null
  }

  /** An answer that is being written goes along with its comment, and so does the hand. */
  #keepingTheHand(draw) {
    const field = /** @type {any} */ (document.activeElement)
    const card = field?.closest('.answer-form')?.closest('.opinion')
    draw()
    if (!card || field.isConnected) return
    const which = field.type === 'radio' ? `input[value="${field.value}"]` : 'textarea'
    const again = find(`.opinion[data-comment="${card.dataset.comment}"] .answer-form ${which}`, this.list)
    again?.focus({ preventScroll: true })
    if (field.type === 'textarea') again?.setSelectionRange(field.selectionStart, field.selectionEnd)
  }

  /** What somebody was answering may be taken back meanwhile: their words are not, and are there again should it come back. */
  #tellWhatIsGone() {
    for (const comment of this.#table.heldInVain) {
      const draft = this.#drafts.read(comment)
      this.#table.hold(comment, false)
      remind(draft?.reason.trim()
        ? _('Ý kiến mà ông/bà đang trả lời không còn ở đây nữa. Lời ông/bà viết dở: “%(words)s”', { words: draft.reason.trim() })
        : _('Ý kiến mà ông/bà đang trả lời không còn ở đây nữa.'))
    }
  }

  /** What the chair writes in must not move, wherever the news goes. */
  #inUse() {
    const active = document.activeElement
    if (!this.list.contains(active)) return null
    const { top, bottom } = active.getBoundingClientRect()
    return bottom > 0 && top < innerHeight ? active : null
  }

  #apply(fact) {
    if (isOwnSeat(fact, this.me) || this.#table.isOutdatedBy(fact)) return 'afresh'
    if (this.#table.apply(fact)) this.#drawSoon()
    return null
  }
}

new Opinions(find('#opinions')).connect()
