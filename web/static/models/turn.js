/**
 * A page that is shown turned by quarters, clockwise. Everything that is stored is told on the page as it is printed;
 * here alone a place on the screen becomes one on the paper, and the other way round. Both run from 0 to UNIT.
 *
 * @typedef {0|1|2|3} Quarters
 */
import { UNIT } from './layout.js'

/** @param {number} degrees @returns {Quarters} */
export const quartersOf = (degrees = 0) => /** @type {Quarters} */ (((Math.round(degrees / 90) % 4) + 4) % 4)

/** @param {Quarters} quarters whether the page lies across */
export const isAcross = quarters => quarters % 2 === 1

/** @param {Quarters} quarters @param {number} x across the page as it is shown @param {number} y down it */
export function onPaper(quarters, x, y) {
  return [{ x, y }, { x: y, y: UNIT - x }, { x: UNIT - x, y: UNIT - y }, { x: UNIT - y, y: x }][quarters]
}

/** @param {Quarters} quarters @param {number} x across the page as it is printed @param {number} y down it */
export function onScreen(quarters, x, y) {
  return [{ x, y }, { x: UNIT - y, y: x }, { x: UNIT - x, y: UNIT - y }, { x: y, y: UNIT - x }][quarters]
}

/** A box of the paper as it is shown. */
export function boxOnScreen(quarters, [page, x0, y0, x1, y1]) {
  const [a, b] = [onScreen(quarters, x0, y0), onScreen(quarters, x1, y1)]
  return [page, Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]
}

/** How the sheet of a page, `width` by `height` pixels as it is printed, is laid to be seen so. @returns {string} a CSS transform */
export function transformOf(quarters, { width, height }) {
  return ['', `translate(${height}px,0) rotate(90deg)`, `translate(${width}px,${height}px) rotate(180deg)`, `translate(0,${width}px) rotate(-90deg)`][quarters]
}
