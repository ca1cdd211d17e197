/**
 * What changed between two versions of a paper, one change after the other.
 *
 * @typedef {{paragraph: number, address: string, page: number}} Place
 * @typedef {{kind: 'added'|'removed'|'moved'|'edited', old: Place[], new: Place[], words: [string, string][]}} Change
 */
export const KINDS = ['added', 'removed', 'moved', 'edited']

/**
 * How many pages changed; an answer kept on this device may be of an earlier program, which did not say.
 * @param {{pages: {old: number[], new: number[]}, touched?: number}} found
 */
export const touchedPages = ({ touched, pages }) => touched ?? Math.max(pages.old.length, pages.new.length)

export class ChangeList {
  #kind = null
  #at = -1

  /** @param {{changes: Change[], pages: {old: number[], new: number[]}, touched?: number, unread: {old: number[], new: number[]}}} found */
  constructor(found) {
    this.all = found.changes
    this.pages = found.pages
    this.touched = touchedPages(found)
    this.unread = found.unread
  }

  /** @returns {Record<string, number>} how many there are of each kind */
  get counts() {
    return Object.fromEntries(KINDS.map(kind => [kind, this.all.filter(change => change.kind === kind).length]))
  }

  /** @returns {Change[]} those of the chosen kind, in reading order */
  get shown() {
    return this.#kind ? this.all.filter(({ kind }) => kind === this.#kind) : this.all
  }

  get kind() {
    return this.#kind
  }

  /** @returns {Change|null} the one that is looked at */
  get current() {
    return this.shown[this.#at] ?? null
  }

  /** @returns {number} its place among those shown, from 1; 0 when none is looked at */
  get position() {
    return this.#at + 1
  }

  /** Show one kind only, or all; what was looked at stays so if it is still shown. */
  filter(kind) {
    const looked = this.current
    this.#kind = kind
    this.#at = looked ? this.shown.indexOf(looked) : -1
  }

  choose(change) {
    this.#at = this.shown.indexOf(change)
  }

  /** Go one on or back, staying within the list. */
  step(direction) {
    this.#at = Math.min(this.shown.length - 1, Math.max(0, this.#at + direction))
    return this.current
  }
}

const ROOM = 0.025
const LEAST = { across: 0.5, down: 0.08 }

/**
 * The part of a page to show of a paragraph: its boxes on that page with some room around.
 * @returns {{left: number, top: number, width: number, height: number, boxes: number[][]}|null} shares of the page's width and height
 */
export function cutting(boxes, page) {
  const here = boxes.filter(([number]) => number === page)
  if (!here.length) return null
  const [left, width] = stretch(here.map(box => box[1]), here.map(box => box[3]), LEAST.across)
  const [top, height] = stretch(here.map(box => box[2]), here.map(box => box[4]), LEAST.down)
  return { left, top, width, height, boxes: here }
}

function stretch(starts, ends, least) {
  const start = Math.max(0, Math.min(...starts) / 10_000 - ROOM)
  const end = Math.min(1, Math.max(...ends) / 10_000 + ROOM)
  const size = Math.max(least, end - start)
  return [Math.max(0, Math.min(start, 1 - size)), size]
}
