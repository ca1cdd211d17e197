/** What the meeting tells, put on the reading screen. */
import { api } from '../helpers/api.js'
import { _ } from '../helpers/i18n.js'

export class ReaderFacts {
  /** @param {import('./open_paper.js').OpenPaper} screen */
  constructor(screen) {
    Object.assign(this, { screen, live: screen.live, comments: screen.comments, annotations: screen.annotations })
  }

  connect(signal) {
    const on = (name, hear) => this.live.on(name, (...told) => { hear(...told); this.screen.redraw() }, { signal })
    for (const name of ['created', 'changed', 'withdrawn', 'answered']) on(`comment.${name}`, ({ comment }) => this.comments.confirm(comment))
    on('comment.hidden', hidden => this.#hide(hidden))
    for (const name of ['created', 'changed']) on(`annotation.${name}`, ({ annotation }) => this.annotations.confirm(annotation))
    on('annotation.removed', ({ id }) => this.annotations.remove(id))
    on('annotation.hidden', ({ id }) => this.annotations.hide(id))
    on('settled', (act, reply) => this.#settle(act, reply))
    on('acts', () => this.#follow())
    this.live.on('paper.removed', ({ id }) => this.#removed(id), { signal })
    this.#follow()
    this.screen.redraw()
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

  /** Hidden from the meeting need not mean hidden from me: its author and the desk ask. */
  async #hide({ id }) {
    const comment = this.comments.get(id)
    const perhapsMine = comment?.creator.person === this.screen.me.person || this.screen.rights.has('opinion:gather')
    const still = perhapsMine && await api.get(`/comments/${id}`).catch(() => null)
    if (still) this.comments.confirm(still)
    else this.comments.hide(id)
    this.screen.redraw()
  }

  #removed(id) {
    const { paper, opened, notice } = this.screen
    if (id === paper.id) notice.show('removed', _('Tài liệu này đã được rút khỏi phiên họp.'), _('Về chương trình'), `/meetings/${opened.meeting.id}`)
  }
}
