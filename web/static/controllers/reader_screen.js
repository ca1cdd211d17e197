/** The delegate's reading screen: opens the paper, then the remarks and marks on it, then the live line. */
import { LiveLine } from './live_line.js'
import { OpenPaper } from './open_paper.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { find, h, fill } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { openLive } from '../channels/live.js'

const AGAIN = 3000

class ReaderScreen {
  #wait = find('#reader-wait')

  async open() {
    this.live = openLive({ meeting: boot.meeting })
    new LiveLine(this.live).connect()
    const opened = await this.#load()
    if (!opened) return
    if (!opened.version.pages?.length) return this.#waitForPages(opened)
    this.#wait.remove()
    this.paper = new OpenPaper(this.live, opened)
    await this.paper.open()
  }

  async #load() {
    const query = boot.version ? `?version=${boot.version}` : ''
    for (;;) {
      try {
        return await api.get(`/papers/${boot.paper}${query}`)
      } catch (refused) {
        this.#say(refused.message)
        if (refused.status) return null
        await new Promise(resolve => setTimeout(resolve, AGAIN))
      }
    }
  }

  /** The pages are being made; say how far, and open when they are there. */
  #waitForPages({ paper, version, heads }) {
    find('#paper-title').textContent = paper.title
    if (version.state === 'failed') return this.#say(version.problem ?? _('Tài liệu này không mở được.'))
    this.#progress(version)
    this.live.on('signal', ({ name, body }) => { if (name === 'paper.processing' && body.paper === paper.id) this.#progress(body) })
    this.live.on('paper.ready', ready => { if (ready.paper.id === paper.id) location.reload() })
    this.live.on('paper.changed', changed => { if (changed.paper.id === paper.id && changed.paper.version.state === 'ready') location.reload() })
    this.live.join(heads)
  }

  #progress({ state, pages_done: done, page_count: count, problem }) {
    if (state === 'ready') return location.reload()
    if (state === 'failed') return this.#say(problem)
    fill(this.#wait, h('span', {}, count ? _('Đang xử lý trang %(done)s/%(count)s', { done, count }) : _('Tài liệu đang chờ xử lý. Trang sẽ tự mở khi xong.')))
  }

  #say(sentence) {
    fill(this.#wait, h('span', {}, sentence))
  }
}

new ReaderScreen().open()
