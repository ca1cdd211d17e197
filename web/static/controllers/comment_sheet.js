/**
 * The remarks on the chosen paragraph: a sheet from below on a phone, a panel at the side on a wide screen.
 * The paper stays readable and in use beside it.
 */
import { fill, find, h, keep } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { isSent, onParagraph } from '../models/drafts.js'
import { naming, takeBack } from '../models/made_here.js'
import { CommentCard } from './comment_card.js'
import { CommentForm } from './comment_form.js'
import { confirm } from './confirmation.js'

export class CommentSheet {
  #element = find('#sheet')
  #title = find('#sheet-title')
  #where = h('p', { class: 'muted small' })
  #quote = h('blockquote', { class: 'quoted', tabindex: '0' })   // it scrolls when it is long
  #tools = h('div', { class: 'actions' })
  #summary = h('h3')
  #write = h('button', { type: 'button', class: 'primary', onclick: () => this.form?.words.focus() }, _('Viết góp ý'))
  #list = h('ol', { class: 'plain comments' })
  #typing = h('p', { class: 'muted small typing', hidden: true })
  #form = h('div')
  #parts = new Map()
  #back = null
  /** @type {CommentForm|null} */
  form = null
  paragraph = null

  /** @param {{live: any, comments: any, drafts: any, rights: Set<string>, paper: number, typing: import('./typing.js').Typing, closed: () => void, tools: (paragraph: any) => Node[]}} parts */
  constructor(parts) {
    this.live = parts.live
    this.comments = parts.comments
    this.drafts = parts.drafts
    this.rights = parts.rights
    this.paper = parts.paper
    this.typing = parts.typing
    this.closed = parts.closed
    this.tools = parts.tools
    fill(find('#sheet-body'), this.#where, this.#quote, this.#tools, this.#summary, this.#list, this.#typing, this.#form)
    this.acts = {
      drafts: this.drafts,
      reply: (entry, text) => this.live.send('comment.reply', { comment: entry.id, text }),
      change: (entry, said) => this.#change(entry, said),
      withdraw: entry => this.#withdraw(entry),
      discard: operation => this.live.discard(operation),
      mend: (entry, card) => this.#mend(entry, card),
    }
  }

  get cardRights() {
    return { write: this.rights.has('paragraph:comment'), reply: this.rights.has('comment:reply') }
  }

  connect(signal) {
    find('#sheet-close').addEventListener('click', () => this.close(), { signal })
    this.#element.addEventListener('keydown', event => { if (event.key === 'Escape') this.close() }, { signal })
  }

  /** @param {any} paragraph @param {{focus?: boolean, region?: number[]|null}} [how] region: where on a page that is one unit by itself */
  open(paragraph, { focus = true, region = null } = {}) {
    if (this.#element.hidden) this.#back = document.activeElement
    this.paragraph = paragraph
    this.region = region
    this.#title.textContent = capital(paragraph.address) || _('Đoạn %(number)s', { number: paragraph.ordinal + 1 })
    this.#where.textContent = this.#pagesOf(paragraph)
    this.#where.hidden = this.#where.textContent === this.#title.textContent
    fill(this.#quote, paragraph.text)
    this.#quote.hidden = !paragraph.text.trim()
    fill(this.#tools, this.#write, this.tools(paragraph))
    this.#newForm()
    this.#element.hidden = false
    this.#parts.clear()
    fill(this.#list)
    this.draw()
    find('#sheet-body').scrollTop = 0
    if (focus) this.#title.focus({ preventScroll: true })
  }

  close() {
    if (this.#element.hidden) return
    this.#element.hidden = true
    this.paragraph = null
    this.closed()
    if (this.#back?.isConnected) this.#back.focus({ preventScroll: true })
  }

  draw() {
    if (!this.paragraph) return
    const entries = this.comments.under(this.paragraph.id)
    const count = entries.filter(entry => !entry.withdrawn).length
    this.#write.hidden = !count || !this.cardRights.write
    this.#summary.textContent = count ? ngettext('%(num)s ý kiến', '%(num)s ý kiến', count) : _('Chưa có ý kiến nào')
    this.#drawTyping(this.typing.on(this.paragraph.id))
    keep(this.#list, entries, entry => entry.key, entry => new CommentCard(entry, this.acts, this.cardRights), this.#parts)
  }

  #drawTyping(names) {
    this.#typing.hidden = !names.length
    this.#typing.textContent = names.length ? _('%(names)s đang viết…', { names: names.join(', ') }) : ''
  }

  #newForm() {
    this.form?.leave()
    this.form = null
    const { id } = this.paragraph
    const about = onParagraph(this.paper, id)
    if (!this.cardRights.write) return fill(this.#form, keptWords(this.#draft(id, about)))
    this.form = new CommentForm({
      label: _('Góp ý của ông/bà'), button: _('Gửi góp ý'), about, drafts: this.drafts, text: this.#draft(id, about), shared: true,
      writing: visibility => this.typing.say(id, visibility),
      send: ({ text, visibility }) => this.live.send('comment.create', { paper: this.paper, paragraph: id, text, visibility, ...this.region && { region: this.region } }),
    })
    fill(this.#form, this.form.element)
  }

  /** Words that already wait to be sent are not offered for writing again. */
  #draft(paragraph, about) {
    const draft = this.drafts.read(about)
    return isSent(draft, paragraph, [...this.live.pending, ...this.live.refused]) ? '' : draft
  }

  /** Words came from an older version to the draft of a paragraph: its form would write over them if it did not show them. */
  drafted(paragraph) {
    if (this.paragraph?.id === paragraph) this.form?.readAgain()
  }

  #change(entry, { text, visibility }) {
    /** @type {any} */
    const changed = { ...naming('comment', entry), revision: entry.revision }
    if (text !== entry.text) changed.text = text
    if (visibility && visibility !== entry.visibility) changed.visibility = visibility
    if (changed.text === undefined && changed.visibility === undefined) return null
    return this.live.send('comment.change', { ...changed, text })
  }

  async #withdraw(entry) {
    const sure = await confirm({
      title: _('Rút lại ý kiến này?'), text: _('Ý kiến sẽ không còn hiện cho người khác. Việc này không hoàn lại được.'),
      yes: _('Rút lại'), no: _('Giữ ý kiến'), danger: true,
    })
    if (sure) takeBack(this.live, 'comment', entry)
  }

  /** The refused words go back to where they were written; only what holds them lets the act go. */
  #mend({ change, text, operation, parent }, card) {
    if (change) card.editAgain(change.text ?? text)
    else if (parent) {
      const above = [...this.#parts.values()].find(({ entry: { id } }) => id === parent)
      if (!above) return
      above.replyAgain(text)
    } else if (this.form) this.form.add(text)
    else return
    this.live.discard(operation ?? change.operation)
  }

  #pagesOf({ boxes }) {
    const [first, last] = [boxes[0]?.[0] ?? 1, boxes.at(-1)?.[0] ?? 1]
    return first === last ? _('Trang %(page)s', { page: first }) : _('Trang %(first)s–%(last)s', { first, last })
  }
}

/** Who may not speak any more can still read, and copy, what they were about to say. */
const keptWords = words => words.trim() && h('div', { class: 'field' },
  h('span', {}, _('Lời ông/bà viết dở, vẫn được giữ trên máy này')), h('div', { class: 'quoted', tabindex: '0' }, words))

const capital = words => words && words[0].toUpperCase() + words.slice(1)
