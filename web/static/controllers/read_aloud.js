/** "Đọc to": the paper is read aloud, what is spoken is lit and in view, and a bar leads it. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Voices } from '../channels/voices.js'
import { ReadingCourse } from '../models/reading_course.js'
import { RATES, Recital } from '../models/recital.js'
import { complain, say } from './notices.js'
import { SpokenLayer } from './spoken_layer.js'

const KEPT = 'voice-pace'
const BELOW_THE_EDGE = 8

export class ReadAloud {
  #layer = new SpokenLayer()
  #shown = null

  /** @param {{pages: import('./pages.js').Pages, print: import('./large_print.js').LargePrint, source: any, index: any, version: {id: number}, drafts: any}} reader */
  constructor({ pages, print, source, index, version, drafts }) {
    this.pages = pages
    this.print = print
    this.drafts = drafts
    this.voices = new Voices(version.id)
    this.course = new ReadingCourse({ source, index, pages: pages.layout.count })
    this.recital = new Recital({
      voice: this.voices, course: this.course, step: Number(drafts.read(KEPT) || NaN),
      changed: () => this.#draw(), failed: complain,
    })
    this.#makeBar()
  }

  /** @param {AbortSignal} [signal] */
  connect(signal) {
    this.pages.dress([this.#layer])
    addEventListener('pagehide', () => this.recital.stop(), { signal })
    find('#large').addEventListener('click', () => requestAnimationFrame(() => this.#follow()), { signal })
  }

  /** @param {any|null} paragraph where to begin; else at what is in view */
  async begin(paragraph) {
    const awake = this.voices.wake()
    try {
      const first = paragraph ?? await this.#inView()
      await awake
      if (!first) return say(_('Từ đây trở đi không có chữ nào để đọc to.'))
      await this.recital.begin(first)
    } catch (fault) {
      complain(fault)
    }
  }

  get #large() {
    return !this.print.scroller.hidden
  }

  async #inView() {
    if (this.#large && this.print.inView) return this.print.inView
    const { page, y } = this.#large ? this.print.place : this.pages.placeAt(BELOW_THE_EDGE)
    return this.course.from(page, y)
  }

  #makeBar() {
    const button = (words, act) => h('button', { type: 'button', onclick: act }, words)
    const { recital } = this
    this.pause = button('', () => recital.state === 'speaking' ? recital.pause() : recital.goOn())
    this.pause.classList.add('primary')
    this.slower = button(_('Chậm hơn'), () => recital.slower())
    this.faster = button(_('Nhanh hơn'), () => recital.faster())
    this.pace = h('span', { class: 'voice-pace' })
    this.where = h('p', { class: 'voice-where' })
    this.bar = h('section', { id: 'voice-bar', 'aria-label': _('Đọc to'), hidden: true }, this.where,
      h('div', { class: 'actions voice-course' }, button(_('Đoạn trước'), () => recital.previous()), this.pause, button(_('Đoạn sau'), () => recital.next())),
      h('div', { class: 'actions voice-manner' }, this.slower, this.pace, this.faster, button(_('Dừng đọc'), () => recital.stop())))
    find('#main').after(this.bar)
  }

  #draw() {
    const { state, paragraph, step } = this.recital
    const inBar = this.bar.contains(document.activeElement)
    this.bar.hidden = state === 'silent'
    if (this.bar.hidden && inBar) find('#reading-ways > summary').focus()
    this.pause.textContent = state === 'speaking' ? _('Tạm dừng') : _('Đọc tiếp')
    this.pace.textContent = [_('Rất chậm'), _('Chậm'), _('Vừa'), _('Nhanh'), _('Rất nhanh')][step]
    this.slower.setAttribute('aria-disabled', `${step === 0}`)
    this.faster.setAttribute('aria-disabled', `${step === RATES.length - 1}`)
    this.drafts.keep(KEPT, `${step}`)
    if (paragraph) this.where.textContent = whereOf(paragraph)
    this.#light(paragraph)
  }

  #light(paragraph) {
    if (paragraph === this.#shown) return
    this.#shown = this.#layer.paragraph = paragraph
    this.pages.redraw(this.#layer)
    this.print.say(paragraph)
    this.#follow()
  }

  /** What is spoken stays in view. */
  #follow() {
    if (!this.#shown) return
    if (this.#large) this.print.seek(this.#shown)
    else this.pages.reveal(this.#shown.boxes[0])
  }
}

/** @param {import('../models/paragraph_index.js').Paragraph} paragraph */
function whereOf({ address, boxes: [[page]] }) {
  return address ? _('Đang đọc %(address)s, trang %(page)s', { address, page }) : _('Đang đọc trang %(page)s', { page })
}
