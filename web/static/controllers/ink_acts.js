/** Puts strokes on the paper and takes them off, each an act of its own, and remembers them to be taken back. */
import { UNIT } from '../models/layout.js'
import { boxAround, decode, encode, pointsHere, strokesOf, touches } from '../models/ink.js'
import { InkHistory } from '../models/ink_history.js'
import { takeBack } from '../models/made_here.js'

const KEPT = 'ink-history'

export class InkActs {
  #history
  #restored

  /**
   * @param {{live: import('../channels/line.js').Line, annotations: import('../models/annotation_list.js').AnnotationList,
   *   layout: import('../models/layout.js').Layout, paper: number, version: number, paragraphAt: Function, drafts: import('../models/drafts.js').Drafts, changed?: () => void}} parts
   */
  constructor(parts) {
    this.live = parts.live
    this.annotations = parts.annotations
    this.layout = parts.layout
    this.paper = parts.paper
    this.version = parts.version
    this.paragraphAt = parts.paragraphAt
    this.drafts = parts.drafts
    this.changed = parts.changed
    this.#history = this.#fromBefore()
    this.#restored = this.#history.mayUndo || this.#history.mayRedo
  }

  get mayUndo() {
    return this.#ready && this.#history.mayUndo
  }

  get mayRedo() {
    return this.#ready && this.#history.mayRedo
  }

  /** What was drawn before this page was loaded is only taken back once it is known what became of it. */
  get #ready() {
    return this.annotations.loaded || !this.#restored
  }

  /** @param {number} page @param {import('../models/ink.js').Point[]} drawn @param {{color: string, visibility: string, motivation: string, width: number}} how */
  draw(page, drawn, { width, ...how }) {
    const strokes = strokesOf(drawn, this.layout.ratio(page), width).map(ink => ({ page, ink, ...how, made: null }))
    strokes.forEach(stroke => this.#put(stroke))
    this.#history.drew(strokes)
    this.#keep()
  }

  /** Take off what the eraser passed over. @returns {any[]} the strokes, for `erased` */
  erase(page, from, to, reach) {
    const ratio = this.layout.ratio(page)
    const passed = this.annotations.inkOn(page).filter(mark => mark.mine && nearBox(mark.target.boxes[0], from, to, reach + mark.ink.width)
      && touches(pointsHere(mark), ratio, from, to, reach + mark.ink.width / 2))
    return passed.map(mark => {
      const stroke = this.#history.strokeMade(mark.operation_id) ?? strokeOf(mark, page)
      this.#take(stroke)
      return stroke
    })
  }

  /** One movement of the eraser is over. */
  erased(strokes) {
    this.#history.erased(strokes)
    this.#keep()
  }

  undo() {
    return this.mayUndo && this.#do(this.#history.undo())
  }

  redo() {
    return this.mayRedo && this.#do(this.#history.redo())
  }

  #do(change) {
    if (!change) return false
    change.take.forEach(stroke => this.#take(stroke))
    change.put.forEach(stroke => this.#put(stroke))
    this.#keep()
    return true
  }

  /** The device keeps it for the version that was written on last. */
  #keep() {
    const { kept } = this.#history
    this.drafts.keep(KEPT, kept && JSON.stringify({ version: this.version, kept }))
    this.changed()
  }

  #fromBefore() {
    try {
      const { version, kept } = JSON.parse(this.drafts.read(KEPT) || '{}')
      return new InkHistory(version === this.version ? kept : '')
    } catch {
      return new InkHistory()   // of another version of the program
    }
  }

  #put(stroke) {
    const { page, ink, color, visibility, motivation } = stroke
    stroke.made = this.live.begin('annotation.create', {
      paper: this.paper, version: this.version, motivation, visibility, color, note: '', ink, target: this.#targetOf(page, ink),
    }).operationId
  }

  /** What is gone already, from another device or refused, needs no taking back. */
  #take({ made }) {
    const mark = this.annotations.madeBy(made)
    if (mark) takeBack(this.live, 'annotation', mark)
  }

  #targetOf(page, ink) {
    const box = boxAround(ink, page)
    const [, x0, y0, x1, y1] = box
    const under = this.paragraphAt(page, (x0 + x1) / 2, (y0 + y1) / 2)
    return { page, paragraph: under?.id ?? null, boxes: [box], selectors: [{ type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3778', value: `page=${page}` }] }
  }
}

/** A mark of one's own as a stroke that may be put back: where it stands here, which may not be where it was made. */
function strokeOf(mark, page) {
  const points = pointsHere(mark).map(({ x, y, pressure }) => ({ x: within(x), y: within(y), pressure }))
  const { color, visibility, motivation, operation_id: made } = mark
  const ink = mark.made && `${mark.made.boxes[0]}` !== `${mark.target.boxes[0]}` ? encode(points, mark.ink.width) : encode(decode(mark.ink), mark.ink.width)
  return { page, ink, color, visibility, motivation, made }
}

/** Whether a way comes so near a box that it is worth looking closer. */
function nearBox([, x0, y0, x1, y1], from, to, reach) {
  const beyond = (least, most, a, b) => Math.max(a, b) < least - reach || Math.min(a, b) > most + reach
  return !beyond(x0, x1, from.x, to.x) && !beyond(y0, y1, from.y, to.y)
}

const within = place => Math.min(UNIT, Math.max(0, place))
