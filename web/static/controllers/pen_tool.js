/** The pen: a tool of the reader with its colours, the eraser, and what was drawn taken back and done again. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { colours } from '../helpers/words.js'
import { WASH_WIDTH, WIDTH } from '../models/ink.js'
import { announce, say } from './notices.js'
import { PenSurface } from './pen_surface.js'
import { focusTool } from './phone_bar.js'

/** Under what the last colour of a tool is remembered, and its first one; notes are as the highlighter is. */
const COLOURS = { draw: ['pen', 'blue'], mark: ['colour', 'yellow'], note: ['colour', 'yellow'] }

export class PenTool {
  #button = find('#pen')
  /** @type {'draw'|'mark'|'erase'|'note'} */
  #mode = 'draw'
  #shared = false
  #swept = []
  #writing = null
  #bar
  #parts

  /**
   * @param {{pages: any, view: import('./reading_view.js').ReadingView, acts: import('./ink_acts.js').InkActs,
   *   drafts: any, rights: Set<string>, makeRoom: () => void, note: (point: any, visibility: string) => void, drawing?: (page: number, points: any[], how: any) => void}} parts
   */
  constructor(parts) {
    this.pages = parts.pages
    this.view = parts.view
    this.acts = parts.acts
    this.drafts = parts.drafts
    this.rights = parts.rights
    this.makeRoom = parts.makeRoom
    this.note = parts.note
    this.drawing = parts.drawing
    this.acts.changed = () => this.#draw()
    this.surface = new PenSurface({
      pages: this.pages, mode: () => this.#mode, ink: () => getComputedStyle(this.#bar).getPropertyValue(this.#mode === 'mark' ? `--${this.#colour}-over` : `--ink-${this.#colour}`),
      drawn: (page, points) => this.acts.draw(page, points, this.#how),
      erase: (page, from, to, reach) => this.#swept.push(...this.acts.erase(page, from, to, reach)),
      erased: () => { this.acts.erased(this.#swept); this.#swept = [] },
      pointed: point => this.note(point, this.#how.visibility),
      width: () => this.#how.width,
      drawing: (page, points) => { if (this.#mode === 'draw') this.drawing?.(page, points, this.#how) },
    })
  }

  connect(signal) {
    this.#button.hidden = !this.rights.has('paper:annotate')
    if (this.#button.hidden) return
    this.#make()
    this.#button.addEventListener('click', () => this.#writing ? this.close() : this.open(), { signal })
    find('#large').addEventListener('click', () => this.close(), { signal })
    document.addEventListener('keydown', event => this.#keyed(event), { signal })
  }

  open() {
    this.view.asPages()
    this.makeRoom()
    this.#writing = new AbortController()
    this.surface.connect(this.#writing.signal)
    this.#choose('draw')
    this.#show(true)
    if (find('#second')) say(_('Bút chỉ viết trên tài liệu chính. Muốn viết trên tài liệu mở cạnh, xin đổi chỗ hai tài liệu.'))
    else announce(_('Đang cầm bút. Viết thẳng lên trang.'))
  }

  close() {
    if (!this.#writing) return
    const within = this.#bar.contains(document.activeElement)
    this.#writing.abort()
    this.#writing = null
    this.#show(false)
    if (within) focusTool(this.#button)
  }

  get #colour() {
    const [kept, first] = COLOURS[this.#mode] ?? COLOURS.draw
    return this.drafts.read(kept) || first
  }

  get #how() {
    const [motivation, width] = this.#mode === 'mark' ? ['highlighting', WASH_WIDTH] : ['drawing', WIDTH]
    return { color: this.#colour, visibility: this.#shared ? 'meeting' : 'self', motivation, width }
  }

  #make() {
    const button = (words, does) => h('button', { type: 'button', onclick: does }, words)
    /** @type {[string, any][]} */
    const swatches = colours().map(([name, words]) => [name, h('button', { type: 'button', class: `pen-colour ${name}`, onclick: () => this.#pick(name) }, h('span', {}, words))])
    /** @type {[string, any][]} */
    const tools = [['draw', _('Viết')], ['mark', _('Tô màu')], ['note', _('Ghi chú')], ['erase', _('Tẩy')]].map(([mode, words]) => [mode, button(words, () => this.#choose(mode))])
    this.#parts = {
      swatches: new Map(swatches), tools: new Map(tools),
      undo: button(_('Hoàn tác'), () => this.#undo()), redo: button(_('Làm lại'), () => this.#redo()),
      share: this.rights.has('annotation:share') && h('button', { type: 'button', title: _('Nét vẽ tiếp theo mọi người trong phiên họp đều thấy'), onclick: () => { this.#shared = !this.#shared; this.#draw() } }, _('Chia sẻ')),
      done: h('button', { type: 'button', class: 'primary', onclick: () => this.close() }, _('Xong')),
    }
    const { undo, redo, share, done } = this.#parts
    this.#bar = h('div', { id: 'pen-bar', role: 'toolbar', 'aria-label': _('Bút'), hidden: true },
      h('div', { class: 'pen-tools', role: 'group', 'aria-label': _('Viết bằng gì') }, tools.map(([, element]) => element)),
      h('div', { class: 'pen-colours', role: 'group', 'aria-label': _('Màu mực') }, swatches.map(([, element]) => element)),
      h('div', { class: 'pen-acts' }, undo, redo, share, done))
    find('#turner').before(this.#bar)
    this.#draw()
  }

  #show(open) {
    this.#bar.hidden = !open
    this.#button.setAttribute('aria-pressed', `${open}`)
  }

  #draw() {
    const { swatches, tools, undo, redo, share } = this.#parts
    for (const [name, element] of swatches) element.setAttribute('aria-pressed', `${this.#mode in COLOURS && name === this.#colour}`)
    for (const [mode, element] of tools) element.setAttribute('aria-pressed', `${mode === this.#mode}`)
    this.#bar.dataset.tool = this.#mode
    undo.setAttribute('aria-disabled', `${!this.acts.mayUndo}`)
    redo.setAttribute('aria-disabled', `${!this.acts.mayRedo}`)
    if (share) share.setAttribute('aria-pressed', `${this.#shared}`)
    this.pages.scroller.toggleAttribute('data-erasing', this.#mode === 'erase')
  }

  #pick(name) {
    if (!COLOURS[this.#mode]) this.#mode = 'draw'
    this.drafts.keep(COLOURS[this.#mode][0], name)
    this.#draw()
  }

  #choose(mode) {
    this.#mode = mode
    this.#draw()
    if (mode === 'note') announce(_('Chạm vào chỗ muốn ghi chú trên trang.'))
  }

  #undo() {
    if (this.acts.undo()) announce(_('Đã hoàn tác.'))
  }

  #redo() {
    if (this.acts.redo()) announce(_('Đã làm lại.'))
  }

  #keyed(event) {
    if (!this.#writing || event.target.closest('input, textarea, select, dialog')) return
    const act = this.#actOf(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  #actOf({ key, ctrlKey, metaKey, shiftKey }) {
    if (key === 'Escape') return () => this.close()
    if (!ctrlKey && !metaKey) return null
    if (key.toLowerCase() === 'z') return shiftKey ? () => this.#redo() : () => this.#undo()
    return key.toLowerCase() === 'y' ? () => this.#redo() : null
  }
}
