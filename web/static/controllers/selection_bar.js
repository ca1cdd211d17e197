/** Words were selected: what may be done with them. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { colours } from '../helpers/words.js'
import { joined } from '../models/page_text.js'

const SETTLED = 250

export class SelectionBar {
  #bar
  #timer
  #target = null

  /** @param {{pages: any, text: any, marker: any, may: {comment: boolean}, comment: (target: any) => void}} parts */
  constructor(parts) {
    this.pages = parts.pages
    this.text = parts.text
    this.marker = parts.marker
    this.may = parts.may
    this.comment = parts.comment
    this.#bar = h('div', { id: 'selection-bar', role: 'toolbar', 'aria-label': _('Phần đã chọn'), hidden: true },
      this.marker.may && h('span', { class: 'swatches', role: 'group', 'aria-label': _('Tô màu') }, colours().map(([name, words]) =>
        h('button', { type: 'button', class: `swatch ${name}`, onclick: () => this.#do(target => this.marker.highlight(target, name)) }, words))),
      this.marker.may && h('button', { type: 'button', onclick: () => this.#do(target => this.marker.note(target)) }, _('Ghi chú')),
      this.remark = h('button', { type: 'button', class: 'primary', onclick: () => this.#do(target => this.comment(target)) }, _('Góp ý')))
    find('#reader').append(this.#bar)
  }

  connect(signal) {
    document.addEventListener('selectionchange', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#look(), SETTLED)
    }, { signal })
    this.#bar.addEventListener('pointerdown', event => event.preventDefault(), { signal })   // a press must not take the selection away
    document.addEventListener('keydown', event => { if (event.key === 'Escape') this.#clear() }, { signal })
  }

  async #look() {
    this.#target = await this.#read()
    this.#bar.hidden = !this.#target
    this.remark.hidden = !this.may.comment
    if (this.#target) this.#place()
  }

  /** @returns {Promise<any|null>} the selected words with their places */
  async #read() {
    const selection = getSelection()
    if (selection.isCollapsed || !selection.rangeCount) return null
    const range = selection.getRangeAt(0)
    if (!this.pages.column.contains(range.commonAncestorContainer)) return null
    const targets = []
    for (const [page, pieces] of this.text.piecesOf(range, this.pages.column)) {
      const text = await this.text.textOf(page)
      const snapped = pieces.map(piece => text.snap(piece)).filter(Boolean)
      if (snapped.length) targets.push(text.target(snapped))
    }
    return targets.length ? joined(targets) : null
  }

  /** Beside the words with a mouse; at the foot with a finger, where the system's own handles and menu are not. */
  #place() {
    const byFinger = matchMedia('(pointer: coarse)').matches
    this.#bar.classList.toggle('docked', byFinger)
    if (byFinger) return this.#bar.removeAttribute('style')
    const { left, top, bottom, width } = getSelection().getRangeAt(0).getBoundingClientRect()
    const { offsetWidth, offsetHeight } = this.#bar
    const x = Math.min(innerWidth - offsetWidth - 8, Math.max(8, left + width / 2 - offsetWidth / 2))
    const above = top - offsetHeight - 10
    this.#bar.style.cssText = `left:${x}px;top:${above > 70 ? above : Math.min(bottom + 10, innerHeight - offsetHeight - 80)}px`
  }

  #do(act) {
    const target = this.#target
    this.#clear()
    if (target) act(target)
  }

  #clear() {
    if (this.#bar.hidden) return
    this.#bar.hidden = true
    this.#target = null
    getSelection().removeAllRanges()
  }
}
