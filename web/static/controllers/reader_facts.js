/** What the meeting tells, put on the reading screen. */
import { _ } from '../helpers/i18n.js'
import { onParagraph } from '../models/drafts.js'
import { isOwnSeat } from '../models/seating.js'

export class ReaderFacts {
  /** @param {import('./open_paper.js').OpenPaper} screen */
  constructor(screen) {
    this.screen = screen
    this.live = screen.live
    this.comments = screen.comments
    this.annotations = screen.annotations
  }

  connect(signal) {
    const on = (name, hear) => this.live.on(name, (...told) => { hear(...told); this.screen.redraw() }, { signal })
    for (const name of ['created', 'changed', 'withdrawn', 'answered', 'placed']) on(`comment.${name}`, ({ comment }) => this.comments.confirm(comment))
    on('comment.hidden', ({ id, revision }) => this.#hidden(id, revision))
    for (const name of ['created', 'changed', 'placed']) on(`annotation.${name}`, ({ annotation }) => this.annotations.confirm(annotation))
    on('annotation.removed', ({ id }) => this.annotations.remove(id))
    on('annotation.hidden', ({ id, revision }) => this.annotations.hide(id, revision))
    on('settled', (act, reply) => this.#settle(act, reply))
    on('acts', () => this.#follow())
    this.live.on('paper.carried', ({ paper, version }) => { if (paper === this.screen.paper.id && version === this.screen.version.id) this.screen.carried() }, { signal })
    this.live.on('paragraphs.mended', ({ version }) => { if (version === this.screen.version.id) this.screen.reread() }, { signal })
    for (const name of ['added', 'changed', 'replaced', 'ready']) this.live.on(`paper.${name}`, ({ paper }) => this.#numbered(paper), { signal })
    for (const name of ['items.moved', 'meeting.published']) this.live.on(name, () => this.screen.countAnew(), { signal })
    this.live.on('paper.removed', ({ id }) => this.#removed(id), { signal })
    for (const name of ['seat.taken', 'seat.changed']) this.live.on(name, (body, fact) => { if (isOwnSeat(fact, this.screen.opened.me)) this.screen.reseated() }, { signal })
    for (const name of ['meeting.closed', 'meeting.reopened']) this.live.on(name, () => this.screen.turned(), { signal })
    this.#follow()
    this.screen.redraw()
  }

  /** Who took part in what is no longer for them is told so; words that are being written there are kept as a remark of their own. */
  #hidden(id, revision) {
    const { comments, screen: { drafts, sheet, notice, paper } } = this
    const remark = comments.get(id)
    const own = remark && comments.repliesOf(id).filter(({ creator, withdrawn }) => creator.person === comments.me.person && !withdrawn)
    if (!comments.hide(id, revision) || !remark || remark.creator.person === comments.me.person) return
    const { paragraph } = comments.placeOf(remark)
    const moved = paragraph !== null && drafts.move(`reply:${id}`, onParagraph(paper.id, paragraph))
    if (moved) sheet.drafted(paragraph)
    const words = [
      own.length && _('Người viết đã đổi một góp ý thành chỉ chủ trì và thư ký được xem, cùng các trả lời ở đó. Trả lời của ông/bà: “%(words)s”', { words: own.map(({ text }) => text).join('” “') }),
      moved && _('Góp ý mà ông/bà đang trả lời không còn hiện với ông/bà. Lời viết dở được giữ ở ô góp ý của đoạn này.'),
    ].filter(Boolean)
    if (words.length) notice.show(`hidden:${id}`, words.join(' '))
  }

  #settle(act, reply) {
    if (!reply.ok) return
    const list = act.command.startsWith('annotation.') ? this.annotations : this.comments
    if (act.command !== 'place.keep') list.settle(act.operation_id, reply.answer)
  }

  #follow() {
    this.comments.follow(this.live.pending, this.live.refused)
    this.annotations.follow(this.live.pending)
  }

  /** The numbers of a draft are counted: one paper shifts those that follow. */
  #numbered({ id, numbers, numbers_kept: kept }) {
    if (kept) this.screen.numbers.put({ paper: id, numbers })
    else this.screen.countAnew()
  }

  #removed(id) {
    const { paper, opened, notice } = this.screen
    this.screen.numbers.remove(id)
    if (opened.meeting.state === 'draft') this.screen.countAnew()
    if (id === paper.id) notice.show('removed', _('Tài liệu này đã được rút khỏi phiên họp.'), _('Về chương trình'), `/meetings/${opened.meeting.id}`)
  }
}
