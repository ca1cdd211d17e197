/**
 * The paper as it is written on: what a pen, a finger or a mouse draws appears at once on a canvas of its own,
 * segment by segment; nothing is laid out or measured while the pen moves. When it is lifted the whole stroke is
 * handed over, and the canvas is wiped once the stroke stands on its page.
 */
import { h } from '../helpers/dom.js'
import { UNIT } from '../models/layout.js'
import { thickness } from '../models/ink.js'
import { onPaper } from '../models/turn.js'
import { WritingHand } from '../models/writing_hand.js'

const MOST_RATIO = 2
const ERASER_RADIUS = 12
const PEN_ERASER = 32
const MOST_SHAKEN = 16
const FULL = 100

export class PenSurface {
  #hand = new WritingHand()
  #canvas = h('canvas', { class: 'wet-ink', 'aria-hidden': 'true', hidden: true })
  #brush = this.#canvas.getContext('2d', { desynchronized: true })
  #stroke = null

  /**
   * @param {{pages: import('./pages.js').Pages, mode: () => 'draw'|'mark'|'erase'|'note', ink: () => string, width: () => number,
   *   drawn: (page: number, points: any[]) => void, erase: (page: number, from: any, to: any, reach: number) => void,
   *   erased: () => void, pointed: (point: {page: number, x: number, y: number}) => void, drawing?: (page: number, points: any[]) => void}} parts
   */
  constructor(parts) {
    this.pages = parts.pages
    this.mode = parts.mode
    this.ink = parts.ink
    this.width = parts.width
    this.drawn = parts.drawn
    this.erase = parts.erase
    this.erased = parts.erased
    this.pointed = parts.pointed
    this.drawing = parts.drawing
    this.pages.scroller.after(this.#canvas)
  }

  /** Write on the paper until the signal is aborted. */
  connect(signal) {
    const { scroller } = this.pages
    const listen = (name, handler, more = {}) => scroller.addEventListener(name, handler, { signal, capture: true, ...more })
    this.#show(true)
    signal.addEventListener('abort', () => this.#show(false), { once: true })
    listen('pointerdown', event => this.#down(event))
    listen('pointermove', event => this.#moved(event))
    for (const name of ['pointerup', 'pointercancel']) listen(name, event => this.#up(event))
    for (const name of ['touchstart', 'touchmove']) listen(name, event => { if (this.#hand.keepsOff(event.timeStamp)) event.preventDefault() }, { passive: false })
    listen('click', event => this.#clicked(event))
    listen('contextmenu', event => { if (this.#stroke) event.preventDefault() })
    const watch = new ResizeObserver(() => this.#fit())
    watch.observe(scroller)
    signal.addEventListener('abort', () => watch.disconnect(), { once: true })
  }

  #show(writing) {
    this.#canvas.hidden = !writing
    this.pages.writing = writing
    this.#stroke = null
    if (writing) this.#mark()
    else this.pages.scroller.removeAttribute('data-writing')
  }

  /** Fingers scroll once a pen has been seen. */
  #mark() {
    this.pages.scroller.dataset.writing = this.#hand.penSeen ? 'pen' : 'finger'
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.pages.scroller
    const ratio = Math.min(devicePixelRatio, MOST_RATIO)
    Object.assign(this.#canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) })
    this.#canvas.style.cssText = `width:${width}px;height:${height}px`
    this.#brush.scale(ratio, ratio)
    this.#brush.lineCap = 'round'
  }

  #down(event) {
    const meaning = this.#hand.begins(touchOf(event))
    this.#mark()
    if (meaning === 'pinches') return this.#give()
    if (meaning === 'scrolls') return
    const section = event.target.closest?.('button, a') ? null : event.target.closest?.('.page')
    if (meaning === 'rests' || !section) {
      if (meaning !== 'rests') this.#hand.ends({ id: event.pointerId, at: event.timeStamp })
      else stop(event)
      return
    }
    if (event.pointerType !== 'touch') stop(event)   // of fingers there may come a second one, and then it is a pinch
    this.pages.scroller.setPointerCapture?.(event.pointerId)
    this.#begin(event, section, meaning === 'erases' || this.mode() === 'erase')
  }

  #begin(event, section, erases) {
    const sheet = section.getBoundingClientRect()
    const view = this.pages.scroller.getBoundingClientRect()
    const page = Number(section.dataset.page)
    const { layout } = this.pages
    const across = layout.sheet(page).width
    const wash = this.mode() === 'mark'   // as wide and dark however it is pressed, and print is read through it
    this.#stroke = {
      erases, page, sheet, view, across, turn: layout.turnOf(page), points: [], seen: null, width: this.width(), even: wash,
      pointing: !erases && this.mode() === 'note', reach: ERASER_RADIUS / across * UNIT,
    }
    this.#canvas.classList.toggle('wash', wash)
    this.#brush.strokeStyle = this.#brush.fillStyle = this.ink()
    this.#add(event)
  }

  #moved(event) {
    if (this.#hand.sees({ kind: event.pointerType })) this.#mark()
    if (!this.#hand.writes(event.pointerId) || !this.#stroke) return
    const all = event.getCoalescedEvents?.() ?? []
    for (const each of all.length ? all : [event]) this.#add(each)
    if (!this.#stroke.erases && !this.#stroke.pointing) this.drawing?.(this.#stroke.page, this.#stroke.points)
  }

  /** A fast stroke may be cancelled by the system: it was drawn, and is kept. */
  #up(event) {
    const wrote = this.#hand.writes(event.pointerId)
    this.#hand.ends({ id: event.pointerId, at: event.timeStamp })
    const stroke = this.#stroke
    if (!wrote || !stroke) return
    this.#stroke = null
    if (stroke.erases) return this.erased()
    if (stroke.pointing) return this.#pointed(stroke)
    this.drawn(stroke.page, stroke.points)
    requestAnimationFrame(() => this.#wipe())
  }

  /** Where a place is pointed out nothing is drawn; whoever moves on means something else. */
  #pointed({ page, points, sheet }) {
    const [first, last] = [points[0], points.at(-1)]
    const moved = Math.hypot((last.x - first.x) * sheet.width, (last.y - first.y) * sheet.height) / UNIT
    if (moved <= MOST_SHAKEN) this.pointed({ page, x: first.x, y: first.y })
  }

  /** A finger scrolls once a pen has been seen; where it was held still while a place is asked for, it means that place. */
  #clicked(event) {
    const section = event.target.closest?.('button, a') ? null : event.target.closest?.('.page')
    if (!section || event.pointerType !== 'touch' || this.mode() !== 'note' || !this.#hand.penSeen) return
    stop(event)
    this.pointed(this.pages.pointAt(event.clientX, event.clientY, section))
  }

  /** It became a pinch: what the first finger had drawn was not meant. */
  #give() {
    if (this.#stroke?.erases) this.erased()
    this.#stroke = null
    this.#wipe()
  }

  #add({ clientX, clientY, pressure, pointerType }) {
    const { sheet, points, erases, pointing, even, page, reach, turn } = this.#stroke
    const seen = { x: within((clientX - sheet.left) / sheet.width), y: within((clientY - sheet.top) / sheet.height), pressure: pressureOf({ even, pressure, pointerType }) }
    const point = { ...onPaper(turn, seen.x, seen.y), pressure: seen.pressure }
    const before = points.at(-1)
    points.push(point)
    if (pointing) return
    if (erases) this.erase(page, before ?? point, point, reach)
    else this.#wet(this.#stroke.seen ?? seen, seen)
    this.#stroke.seen = seen
  }

  #wet(from, to) {
    const { sheet, view, across, width } = this.#stroke
    const [left, top] = [sheet.left - view.left, sheet.top - view.top]
    this.#brush.lineWidth = Math.max(0.7, width / UNIT * across * thickness((from.pressure + to.pressure) / 2))
    this.#brush.beginPath()
    this.#brush.moveTo(left + from.x / UNIT * sheet.width, top + from.y / UNIT * sheet.height)
    this.#brush.lineTo(left + to.x / UNIT * sheet.width, top + to.y / UNIT * sheet.height)
    this.#brush.stroke()
  }

  /** Not under a stroke that has been begun since: that wipes what was before it as well when it ends. */
  #wipe() {
    if (!this.#stroke) this.#brush.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
  }
}

function pressureOf({ even, pressure, pointerType }) {
  if (even) return FULL
  return pointerType === 'pen' ? pressure * FULL : FULL / 2
}

const touchOf = ({ pointerType: kind, pointerId: id, timeStamp: at, width, height, button, buttons }) => ({
  kind, id, at, button, broad: Math.max(width, height), eraser: kind === 'pen' && Boolean(buttons & PEN_ERASER),
})

function stop(event) {
  event.preventDefault()
  event.stopPropagation()
}

const within = part => Math.min(UNIT, Math.max(0, part * UNIT))
