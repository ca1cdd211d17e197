/**
 * The delegate's reading screen. The page in view comes first, with the least that shows it; the tools,
 * the remarks and the live line are fetched once it is on the screen.
 */
import { earlyPage, earlySeen } from './early_page.js'
import { turnMeanwhile } from './early_turning.js'
import { Pages, onWeakLine } from './pages.js'
import { PhoneBar } from './phone_bar.js'
import { Drafts } from '../models/drafts.js'
import { pageAsked, pictureOf } from '../models/layout.js'
import { TurnedPages } from '../models/turned_pages.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, findAll, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const [AGAIN, AT_ONCE] = [3000, 6]

/** The letters of the house, and the looks of tools that come later, take as long as the first page on a weak line. */
const wearTheRest = () => { for (const sheet of findAll('link[media="not all"]')) sheet.media = 'all' }

class ReaderScreen {
  #wait = find('#reader-wait')

  async open() {
    const loading = this.#load()
    await earlySeen()
    new PhoneBar().connect()
    if (!onWeakLine()) wearTheRest()
    const opened = await loading
    if (!opened) return
    find('#paper-title').textContent = opened.paper.title
    if (!opened.version.pages?.length) return this.#waitForPages(opened)
    this.#wait.remove()
    const pages = this.#pagesOf(opened.version)
    const toolsTurn = turnMeanwhile(pages)
    await pages.firstSeen
    wearTheRest()
    askForTheRest()
    const { OpenPaper } = await fetched(() => import('./open_paper.js'))
    toolsTurn()
    await new OpenPaper(opened, pages).open()
  }

  #pagesOf(version) {
    const { id, pages: sizes } = version
    const picture = pictureOf(version)
    const pages = new Pages(find('#scroller'), { sizes, picture, first: pageAsked(location.hash), early: earlyPage(picture), turned: new TurnedPages(new Drafts(boot.person.id), id, sizes) })
    pages.connect()
    return pages
  }

  async #load() {
    const version = new URLSearchParams(location.search).get('version')   // a kept page is one for all versions
    const query = version ? `?version=${version}` : ''
    for (;;) {
      try {
        return await api.get(`/papers/${boot.paper}${query}`)
      } catch (refused) {
        const newest = refused.status === 404 && query && h('a', { class: 'button', href: `/papers/${boot.paper}` }, _('Mở bản mới nhất'))
        this.#say(refused.message, newest)
        if (refused.status) return this.#giveUp()
        await new Promise(resolve => setTimeout(resolve, AGAIN))
      }
    }
  }

  #giveUp() {
    find('.early-page')?.remove()
    find('.reader-tools').hidden = find('#turner').hidden = find('#live-line').hidden = true
    find('#paper-title').textContent = _('Không mở được tài liệu')
    return null
  }

  /** The pages are being made; say how far, and open when they are there. */
  async #waitForPages({ paper, version, heads }) {
    find('#live-line').hidden = true   // nothing is said here that could be lost
    if (version.state === 'failed') return this.#say(version.problem ?? _('Tài liệu này không mở được.'))
    this.#progress(version)
    const { openLive } = await fetched(() => import('../channels/live.js'))
    const live = openLive()
    live.on('signal', ({ name, body }) => { if (name === 'paper.processing' && body.paper === paper.id) this.#progress(body) })
    live.on('paper.ready', ready => { if (ready.paper.id === paper.id) location.reload() })
    live.on('paper.changed', changed => { if (changed.paper.id === paper.id && changed.paper.version.state === 'ready') location.reload() })
    live.join(heads)
  }

  #progress({ state, pages_done: done, page_count: count, problem }) {
    if (state === 'ready') return location.reload()
    if (state === 'failed') return this.#say(problem)
    fill(this.#wait, h('span', {}, count ? _('Đang xử lý trang %(done)s/%(count)s', { done, count }) : _('Tài liệu đang chờ xử lý. Trang sẽ tự mở khi xong.')))
  }

  #say(sentence, way = null) {
    this.#wait.classList.add('said')
    fill(this.#wait, h('span', {}, sentence), way)
  }
}

/** What the tools are made of is asked for together, a few at a time so that the hand is not held up: found one by one it would take as many ways to the server as it has storeys. */
async function askForTheRest() {
  const { at, names } = JSON.parse(find('#later-modules').textContent)
  for (let asked = 0; asked < names.length; asked += AT_ONCE) {
    document.head.append(...names.slice(asked, asked + AT_ONCE).map(name => h('link', { rel: 'modulepreload', href: at + name })))
    await new Promise(resolve => setTimeout(resolve))
  }
}

/** The network may go between the page and its tools. */
async function fetched(load) {
  for (;;) {
    try {
      return await load()
    } catch (fault) {
      console.warn(fault)
      await new Promise(resolve => setTimeout(resolve, AGAIN))
    }
  }
}

new ReaderScreen().open()
