/** The strokes that stand on a page, drawn as outlines: sharp at every zoom, and one element each. */
import { UNIT } from '../models/layout.js'
import { isWash, outlineOf, pointsHere } from '../models/ink.js'

const SVG = 'http://www.w3.org/2000/svg'

export class InkLayer {
  /** @param {{annotations: any, layout: import('../models/layout.js').Layout}} parts */
  constructor(parts) {
    this.annotations = parts.annotations
    this.layout = parts.layout
  }

  draw(section, page) {
    const marks = this.annotations.inkOn(page)
    this.#drawIn(section, 'washes', marks.filter(isWash), page)   // under what was written
    this.#drawIn(section, 'lines', marks.filter(mark => !isWash(mark)), page)
  }

  #drawIn(section, name, marks, page) {
    const view = section.querySelector(`.ink.${name}`) ?? (marks.length ? this.#made(section, name, page) : null)
    if (view) keepStrokes(view, marks, this.layout.ratio(page))
  }

  #made(section, name, page) {
    const view = viewOf(this.layout.ratio(page))
    view.classList.add(name)
    return section.querySelector('.sheet').insertBefore(view, name === 'washes' ? section.querySelector('.ink') : null)
  }
}

/** A view of a page in which strokes lie as they are kept. */
export function viewOf(ratio) {
  const view = document.createElementNS(SVG, 'svg')
  view.setAttribute('class', 'ink')
  view.setAttribute('viewBox', `0 0 ${UNIT} ${UNIT * ratio}`)
  view.setAttribute('preserveAspectRatio', 'none')
  view.setAttribute('aria-hidden', 'true')
  return view
}

/** Make the strokes of a view be those of `marks`; one that stays keeps its element. */
export function keepStrokes(view, marks, ratio) {
  const known = view.strokes ??= new Map()
  const wanted = new Set(marks.map(({ operation_id }) => operation_id))
  for (const [made, path] of known) if (!wanted.has(made)) { path.remove(); known.delete(made) }
  for (const mark of marks) {
    const path = known.get(mark.operation_id) ?? view.appendChild(document.createElementNS(SVG, 'path'))
    known.set(mark.operation_id, path)
    dress(path, mark, ratio)
  }
}

function dress(path, mark, ratio) {
  const name = ['stroke', isWash(mark) && 'wash', mark.color, mark.state && 'coming'].filter(Boolean).join(' ')
  if (path.getAttribute('class') !== name) path.setAttribute('class', name)
  const place = `${mark.target.boxes[0]}`
  if (path.place === place) return
  path.place = place
  path.setAttribute('d', outlineOf(pointsHere(mark), mark.ink.width, ratio))
}
