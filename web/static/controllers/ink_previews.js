/** Strokes that are being drawn to be shared: said piece by piece while one draws, shown faintly where others do. */
import { newKey } from '../helpers/keys.js'
import { decode, encode, outlineOf, simplified, whole } from '../models/ink.js'
import { viewOf } from './ink_layer.js'

const SAY_EVERY = 125
const MOST = 100
const STANDS = 4000

export class InkPreviews {
  #mine = { points: null, told: 0, at: 0, stroke: '' }
  #theirs = new Map()

  /** @param {{live: import('../channels/line.js').Line, pages: import('./pages.js').Pages, paper: number, version: number}} parts */
  constructor(parts) {
    this.live = parts.live
    this.pages = parts.pages
    this.paper = parts.paper
    this.version = parts.version
  }

  connect(signal) {
    this.live.on('signal', ({ name, body }) => { if (name === 'ink.previewed' && body.version === this.version) this.#hear(body) }, { signal })
    this.live.on('annotation.created', ({ annotation: { ink, creator } }) => { if (ink) this.#forget(({ person }) => person === creator.person) }, { signal })
  }

  /** The stroke under the own hand has grown. @param {number} page @param {import('../models/ink.js').Point[]} points */
  say(page, points, { color, visibility }) {
    if (visibility !== 'meeting' || Date.now() - this.#mine.at < SAY_EVERY) return
    if (points !== this.#mine.points) this.#mine = { points, told: 0, at: 0, stroke: newKey() }
    const piece = points.slice(Math.max(0, this.#mine.told - 1)).map(whole)
    const ink = encode(simplified(piece, this.pages.layout.ratio(page)).slice(0, MOST))
    Object.assign(this.#mine, { told: points.length, at: Date.now() })
    this.live.whisper('ink.preview', { paper: this.paper, version: this.version, page, stroke: this.#mine.stroke, color, ...ink })
  }

  #hear({ stroke, person, page, color, width, points }) {
    const section = this.pages.mounted.get(page)?.section
    if (!section) return
    const ratio = this.pages.layout.ratio(page)
    const view = section.querySelector('.previews') ?? section.querySelector('.sheet').appendChild(viewOf(ratio))
    view.classList.add('previews')
    const path = document.createElementNS(view.namespaceURI, 'path')
    path.setAttribute('class', `stroke ${color}`)
    path.setAttribute('d', outlineOf(decode({ points }), width, ratio))
    view.append(path)
    const known = this.#theirs.get(stroke) ?? { person, paths: [] }
    clearTimeout(known.timer)
    known.paths.push(path)
    known.timer = setTimeout(() => this.#forget(each => each === known), STANDS)
    this.#theirs.set(stroke, known)
  }

  #forget(which) {
    for (const [stroke, known] of this.#theirs) {
      if (!which(known)) continue
      clearTimeout(known.timer)
      known.paths.forEach(path => path.remove())
      this.#theirs.delete(stroke)
    }
  }
}
