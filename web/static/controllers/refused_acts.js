/** The person's acts that the server refused: each with its sentence and its words, to copy from, send again or give up. */
import { h, keep } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { whyRefused } from '../helpers/words.js'

export class RefusedActs {
  #parts = new Map()
  #list = h('ul', { class: 'plain refused-list' })
  #summary = h('summary')
  #details = h('details', { class: 'refused-acts', hidden: true }, this.#summary, this.#list)

  constructor(live, element) {
    this.live = live
    element.after(this.#details)
  }

  connect(signal) {
    this.live.on('acts', () => this.#draw(), { signal })
    this.#draw()
  }

  #draw() {
    const refused = this.live.refused
    this.#details.hidden = !refused.length
    this.#summary.textContent = ngettext('%(num)s việc không được nhận', '%(num)s việc không được nhận', refused.length)
    keep(this.#list, refused, act => act.operation_id, act => this.#made(act), this.#parts)
  }

  #made(act) {
    const words = act.payload.text ?? act.payload.note ?? act.payload.reason
    const element = h('li', { class: 'refused-act' },
      h('p', { class: 'refusal' }, `${nameOf(act.command)}: ${whyRefused(act.refusal)}`),
      words && h('blockquote', {}, words),
      h('div', { class: 'actions' },
        h('button', { type: 'button', onclick: () => this.#again(act) }, _('Gửi lại')),
        h('button', { type: 'button', class: 'danger', onclick: () => this.live.discard(act.operation_id) }, _('Bỏ'))))
    return { element, update() {} }
  }

  /** A new act, for the old one has had its answer; over what the server had then, which has been seen by now. */
  async #again({ operation_id, command, refusal: { current }, payload: { operation_id: _old, ...payload } }) {
    await this.live.discard(operation_id)
    if (payload.revision !== undefined && current?.revision !== undefined) payload.revision = current.revision
    this.live.send(command, payload)
  }
}

function nameOf(command) {
  const names = {
    'comment.create': _('Góp ý'), 'comment.reply': _('Trả lời'), 'comment.change': _('Sửa góp ý'),
    'comment.withdraw': _('Rút góp ý'), 'comment.answer': _('Ý kiến tiếp thu'),
    'annotation.create': _('Đánh dấu'), 'annotation.change': _('Sửa đánh dấu'), 'annotation.remove': _('Xóa đánh dấu'),
  }
  return names[command] ?? _('Việc')
}
