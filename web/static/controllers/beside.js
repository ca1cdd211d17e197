/** A second paper beside the one being read, when one is asked for; what shows it is fetched only then. */
import { find } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { readBeside } from '../models/beside.js'
import { announce, complain } from './notices.js'
import { PHONE } from './phone_bar.js'

export class Beside {
  #two = null

  /** @param {{opened: any, pages: import('./pages.js').Pages, view: any, live: any}} parts */
  constructor(parts) {
    this.opened = parts.opened
    this.pages = parts.pages
    this.view = parts.view
    this.live = parts.live
  }

  connect() {
    const asked = readBeside(new URLSearchParams(location.search))
    if (asked) this.#show(asked)
  }

  /** @param {{paper: number, version?: number|null}} what a version by its number; without one the newest */
  async open({ paper, version = null }) {
    if (!await this.#show({ paper, version, page: 1, share: 50, shown: matchMedia(PHONE).matches ? 'second' : 'both', along: true })) return
    find('#second-title').focus()
    announce(_('Đã mở tài liệu thứ hai bên cạnh.'))
  }

  async #show(asked) {
    try {
      const { TwoPapers } = await import('./two_papers.js')
      await (this.#two ??= new TwoPapers(this)).open(asked)
      return true
    } catch (fault) {
      complain(fault)
      return false
    }
  }
}
