/**
 * What was drawn and erased on one version of a paper, to be taken back and done again, also once its page was loaded anew.
 *
 * @typedef {{page: number, motivation: string, color: string, ink: any, visibility: string, made: string|null}} Stroke
 *   `made` is the operation id it was last put down under: a stroke that comes back is another mark
 * @typedef {{put: Stroke[], take: Stroke[]}} Change
 */
const MOST = 200
const MOST_KEPT = 60

export class InkHistory {
  #done = []
  #undone = []

  /** @param {string} [kept] what `kept` said before the page was loaded anew */
  constructor(kept = '') {
    const read = kept ? JSON.parse(kept) : { strokes: [], done: [], undone: [] }
    const change = ({ put, take }) => ({ put: put.map(at => read.strokes[at]), take: take.map(at => read.strokes[at]) })
    this.#done = read.done.map(change)
    this.#undone = read.undone.map(change)
  }

  /** All that may be taken back, in words to be kept on the device; a stroke in several changes stays one. */
  get kept() {
    const [done, undone] = [this.#done.slice(-MOST_KEPT), this.#undone.slice(-MOST_KEPT)]
    const strokes = [...new Set([...done, ...undone].flatMap(({ put, take }) => [...put, ...take]))]
    const change = ({ put, take }) => ({ put: put.map(each => strokes.indexOf(each)), take: take.map(each => strokes.indexOf(each)) })
    return strokes.length ? JSON.stringify({ strokes, done: done.map(change), undone: undone.map(change) }) : ''
  }

  /** @param {Stroke[]} strokes that were put on the paper by one movement */
  drew(strokes) {
    this.#did({ put: strokes, take: [] })
  }

  /** @param {Stroke[]} strokes that were taken off the paper by one movement */
  erased(strokes) {
    if (strokes.length) this.#did({ put: [], take: strokes })
  }

  get mayUndo() {
    return this.#done.length > 0
  }

  get mayRedo() {
    return this.#undone.length > 0
  }

  /** @returns {Change|null} what is to be done to take the last movement back */
  undo() {
    const last = this.#done.pop()
    if (!last) return null
    this.#undone.push(last)
    return { put: last.take, take: last.put }
  }

  /** @returns {Change|null} what is to be done to do again what was taken back last */
  redo() {
    const next = this.#undone.pop()
    if (!next) return null
    this.#done.push(next)
    return next
  }

  /** The stroke put down under an operation id, if this page knows it: then it is the same one that is erased. */
  strokeMade(operationId) {
    return [...this.#done, ...this.#undone].flatMap(({ put, take }) => [...put, ...take]).find(({ made }) => made === operationId)
  }

  #did(change) {
    this.#undone = []
    this.#done.push(change)
    if (this.#done.length > MOST) this.#done.shift()
  }
}
