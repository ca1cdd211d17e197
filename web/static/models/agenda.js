/**
 * An agenda: items, sub-items and their papers, in reading order.
 *
 * Facts may come twice, and the answer to an act may come before or after its fact: both are
 * harmless. Numbers and pack pages are counted here, since one fact can shift all that follow; from the
 * publication on the pack's numbers are kept by the server and shift no more.
 */
import { Hidden } from './hidden.js'
import { PackNumbers } from './pack_numbers.js'

const ABOUT_PAPERS = new Set(['paper.added', 'paper.changed', 'paper.replaced', 'paper.ready'])

export class Agenda {
  #items = new Map()
  #papers = new Map()
  #comments = new Map()
  #hidden = new Hidden()

  constructor(items = []) {
    this.load(items)
  }

  load(items) {
    this.#items.clear()
    this.#papers.clear()
    this.#comments.clear()
    this.#hidden.clear()
    for (const item of items) this.putItem(item, { counts: true })
  }

  /** Top items in order; each with `number`, `children` and `papers`. */
  tree() {
    let page = 1
    const counts = this.#counts()
    const drawn = (item, number) => {
      const papers = this.#papersOf(item.id).map(paper => {
        const count = paper.version?.page_count ?? 0
        const numbers = paper.numbers_kept ? paper.numbers : PackNumbers.plain(page, count).runs
        page += count
        return { ...paper, numbers, comments: counts.get(paper.id) ?? 0 }
      })
      const children = this.#childrenOf(item.id).map((child, i) => drawn(child, `${number}.${i + 1}`))
      return { ...item, number, papers, children }
    }
    return this.#childrenOf(null).map((item, index) => drawn(item, `${index + 1}`))
  }

  /** All items of the tree, one after another. */
  flat() {
    return this.tree().flatMap(item => [item, ...item.children])
  }

  item(id) {
    return this.flat().find(item => item.id === id) ?? null
  }

  paper(id) {
    const paper = this.#papers.get(id)
    return paper ? { ...paper, comments: this.#counts().get(id) ?? 0 } : null
  }

  get papers() {
    return this.flat().flatMap(item => item.papers)
  }

  get pages() {
    return this.papers.reduce((sum, paper) => sum + (paper.version?.page_count ?? 0), 0)
  }

  get minutes() {
    return this.#childrenOf(null).reduce((sum, item) => sum + this.minutesOf(item.id), 0)
  }

  /** An item's own minutes, or those of its parts when it names none. */
  minutesOf(id) {
    const own = this.#items.get(id)?.minutes
    return own || this.#childrenOf(id).reduce((sum, child) => sum + (child.minutes ?? 0), 0)
  }

  /** Where `id` may go from here, for those who do not drag: up, down, in, out; null where it cannot. */
  moves(id) {
    const item = this.#items.get(id)
    const siblings = this.#childrenOf(item.parent).map(each => each.id)
    const at = siblings.indexOf(id)
    const parent = item.parent
    const before = siblings[at - 1]
    const sinks = parent === null && before !== undefined && !this.#childrenOf(id).length
    return {
      up: at > 0 ? { parent, after: siblings[at - 2] ?? null } : null,
      down: at < siblings.length - 1 ? { parent, after: siblings[at + 1] } : null,
      in: sinks ? { parent: before, after: this.#childrenOf(before).at(-1)?.id ?? null } : null,
      out: parent !== null ? { parent: null, after: parent } : null,
    }
  }

  /** As `moves`, for a paper among the papers of its item. */
  paperMoves(id) {
    const siblings = this.#papersOf(this.#papers.get(id).item).map(each => each.id)
    const at = siblings.indexOf(id)
    return {
      up: at > 0 ? { after: siblings[at - 2] ?? null } : null,
      down: at < siblings.length - 1 ? { after: siblings[at + 1] } : null,
    }
  }

  /** Put an item where the person just dropped it, before the server has said so. */
  move(id, { parent, after }) {
    const moved = this.#items.get(id)
    const siblings = this.#childrenOf(parent).filter(each => each.id !== id)
    const at = after === null ? 0 : siblings.findIndex(each => each.id === after) + 1
    moved.parent = parent
    siblings.splice(at, 0, moved)
    siblings.forEach((each, index) => { each.position = index + 1 })
  }

  putItem({ papers = [], ...item }, { counts = false } = {}) {
    const known = this.#items.get(item.id)
    if (known && known.revision > item.revision) return
    this.#items.set(item.id, { ...item })
    for (const paper of papers) this.putPaper(paper, { counts })
  }

  /** Which comments there are is the reader's own: a fact told to everybody does not know it. */
  putPaper({ comments: _, comment_ids: ids = [], ...paper }, { counts = false } = {}) {
    for (const id of counts ? ids : []) this.#comments.set(id, { paper: paper.id, revision: 0, counts: true })
    const known = this.#papers.get(paper.id)
    if (!older(paper.version, known?.version)) this.#papers.set(paper.id, paper)
  }

  removeItem(id) {
    const gone = this.#items.get(id)
    if (!gone) return
    this.#items.delete(id)
    for (const item of this.#childrenOf(gone.parent)) if (item.position > gone.position) item.position -= 1
  }

  removePaper(id) {
    this.#papers.delete(id)
  }

  /** Take in one fact; says whether it was about the agenda. */
  apply({ name, body }) {
    if (ABOUT_PAPERS.has(name)) this.putPaper(body.paper)
    else if (name === 'paper.removed') this.removePaper(body.id)
    else if (name === 'item.created' || name === 'item.changed') this.putItem(body.item)
    else if (name === 'items.moved') this.#rearrange(body.items)
    else if (name === 'item.removed') this.removeItem(body.id)
    else if (body.comment) this.#count(body.comment)
    else if (name === 'comment.hidden') this.#uncount(body)
    else if (name === 'paragraphs.mended') this.#readAnew(body)
    else if (name === 'meeting.published') this.#keepNumbers()
    else return false
    return true
  }

  /** Take in how far the reading of a paper's pages has come. */
  progress({ paper: id, version, state, pages_done, page_count, problem, recognition, pages_recognised }) {
    const paper = this.#papers.get(id)
    if (paper?.version?.id === version && recognition) return Boolean(Object.assign(paper.version, { recognition, pages_recognised }))
    if (paper?.version?.id !== version || paper.version.state === 'ready') return false
    const count = Math.max(page_count ?? 0, paper.version.page_count ?? 0)
    Object.assign(paper.version, { state, pages_done, problem, page_count: count })
    return true
  }

  #keepNumbers() {
    for (const { id, numbers } of this.papers) Object.assign(this.#papers.get(id), { numbers, numbers_kept: true })
  }

  #readAnew({ paper: id, version, reading }) {
    const known = this.#papers.get(id)?.version
    if (known?.id === version && known.reading < reading) known.reading = reading
  }

  #rearrange(places) {
    for (const { id, parent, position } of places) {
      const item = this.#items.get(id)
      if (item) Object.assign(item, { parent, position })
    }
  }

  #count({ id, paper, revision, withdrawn }) {
    if (this.#comments.get(id)?.revision > revision || this.#hidden.precedes({ id, revision })) return
    this.#comments.set(id, { paper, revision, counts: !withdrawn })
  }

  #uncount({ id, revision }) {
    this.#hidden.note(id, revision)
    if (this.#comments.get(id)?.revision < revision) this.#comments.delete(id)
  }

  #counts() {
    const counts = new Map()
    for (const { paper, counts: one } of this.#comments.values()) if (one) counts.set(paper, (counts.get(paper) ?? 0) + 1)
    return counts
  }

  #childrenOf(parent) {
    return [...this.#items.values()].filter(item => item.parent === parent).sort(inOrder)
  }

  #papersOf(item) {
    return [...this.#papers.values()].filter(paper => paper.item === item).sort(inOrder)
  }
}

const STAGES = ['waiting', 'processing', 'failed', 'ready']

function older(version, known) {
  if (!version || !known) return false
  if (version.number !== known.number) return version.number < known.number
  return STAGES.indexOf(version.state) < STAGES.indexOf(known.state)
}

function inOrder(one, other) {
  return one.position - other.position || one.id - other.id
}
