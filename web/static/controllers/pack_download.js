/** All papers of a meeting as one PDF: the server binds it first, and says how far it is. */
import { api } from '../helpers/api.js'
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { during } from './busy.js'
import { announce } from './notices.js'

const AGAIN = 1000

export class PackDownload {
  /** @param {number} meeting */
  constructor(meeting) {
    this.path = `/meetings/${meeting}/pack.pdf`
    this.button = h('button', { type: 'button', onclick: () => this.#bring() }, _('Tải cả bộ tài liệu (PDF)'))
    this.bar = h('progress', { max: 1, hidden: true, 'aria-label': _('Đang ghép bộ tài liệu') })
    this.words = h('span', { class: 'small muted' })
    this.element = h('div', { class: 'pack-download' }, this.button, this.words, this.bar)
  }

  async #bring() {
    await during(this.button, async () => {
      announce(_('Đang ghép bộ tài liệu…'))
      while (await this.#notYet()) await new Promise(resolve => setTimeout(resolve, AGAIN))
      announce(_('Bộ tài liệu đã ghép xong, đang tải về.'))
      this.#take()
    })
    this.#show(null)
  }

  /** Ask how far it is; a pack that is there is not read here but taken by the browser. */
  async #notYet() {
    const progress = await api.look(this.path)
    this.#show(progress)
    return progress
  }

  #show(progress) {
    this.bar.hidden = !progress
    this.bar.value = progress ? progress.done / Math.max(1, progress.total) : 0
    this.words.textContent = progress ? _('Đang ghép: %(done)s/%(total)s trang', progress) : ''
  }

  #take() {
    const link = h('a', { href: `/api${this.path}`, download: true, hidden: true })
    document.body.append(link)
    link.click()
    link.remove()
  }
}
