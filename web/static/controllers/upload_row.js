/** One file on its way: its name, how many bytes have gone, and what can be done about it. */
import { h } from '../helpers/dom.js'
import { size } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'

export class UploadRow {
  /** @param {any} job @param {{cancel: (job: any) => void, again: (job: any) => void}} acts */
  constructor(job, { cancel, again }) {
    const name = job.file.name
    this.bar = h('progress', { max: 1, value: 0, 'aria-label': _('Đang gửi %(name)s', { name }) })
    this.words = h('span', { class: 'small muted' })
    this.retry = h('button', { type: 'button', onclick: () => again(job) }, _('Gửi lại'))
    this.drop = h('button', { type: 'button', onclick: () => cancel(job) }, _('Hủy'))
    this.element = h('li', { class: 'upload' },
      h('div', { class: 'upload-text' }, h('strong', {}, name), this.bar, this.words),
      h('div', { class: 'actions' }, this.retry, this.drop))
  }

  /** The refusal of a file that can never arrive says itself what to do with it; then the row is only in the way. */
  update({ state, sent, total, message, hopeful }) {
    const refused = state === 'refused'
    this.element.classList.toggle('refused', refused)
    this.retry.hidden = !refused || !hopeful
    this.drop.textContent = refused && !hopeful ? _('Bỏ khỏi danh sách') : _('Hủy')
    this.bar.hidden = refused
    this.bar.value = total ? sent / total : 0
    this.words.textContent = refused ? message : state === 'waiting' ? _('Chờ đến lượt')
      : sent >= total ? _('Đã gửi xong, máy chủ đang nhận') : _('%(sent)s / %(total)s', { sent: size(sent), total: size(total) })
  }
}
