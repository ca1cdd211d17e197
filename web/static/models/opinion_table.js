import { Hidden } from './hidden.js'

/**
 * The chair's table: papers, their paragraphs, and what was said about each. What was said of an older version
 * stands under the paragraph of the latest one where it was carried to; where it found no place, under its own.
 *
 * Facts may come twice. A comment about a paragraph that nobody had spoken of opens a row for it,
 * from what the comment itself says of its target.
 */
const OF_COMMENTS = new Set(['comment.created', 'comment.changed', 'comment.withdrawn', 'comment.answered', 'comment.placed'])
/** Who has a voice; others are counted once they have spoken. */
const EXPECTED = new Set(['delegate', 'chair'])
const MOVES = /^(meeting|items?|paper|paragraphs)\./

export class OpinionTable {
  #papers = []
  #versions = new Map()
  #paragraphs = new Map()
  #comments = new Map()
  #hidden = new Hidden()
  #seats = new Map()
  #fresh = new Set()
  #held = new Set()
  filter = { paper: '', unit: '', person: '', answered: '' }

  load({ papers, contributors }) {
    this.#papers = []
    this.#paragraphs.clear()
    this.#comments.clear()
    this.#hidden.clear()
    this.#seats = new Map(contributors.map(each => [each.person, { ...each }]))
    for (const { paragraphs, ...paper } of papers) {
      this.#addPaper(paper)
      for (const { comments, ...paragraph } of paragraphs) {
        this.#paragraphs.set(paragraph.id, { ...paragraph, paper: paper.id, version: paper.version.id })
        comments.forEach(comment => this.#putThread(comment))
      }
    }
  }

  /** A paper comes once for each version that was spoken of; here it stands once, under its latest. */
  #addPaper(paper) {
    this.#versions.set(paper.version.id, paper.version)
    const known = this.#papers.find(({ id }) => id === paper.id)
    if (!known) this.#papers.push({ ...paper })
    else if (known.version.number < paper.version.number) known.version = paper.version
  }

  get papers() {
    return this.#papers
  }

  /** Papers with the paragraphs and threads that pass the filter; papers with none left out. */
  rows() {
    const threads = this.#threads()
    return this.#papers.map(paper => ({ ...paper, paragraphs: this.#paragraphsOf(paper.id, threads) }))
      .filter(paper => paper.paragraphs.length)
  }

  /** Every spoken-of page of a paper's latest version, with its number of comments, its step of heat and its first paragraph. */
  heat(paperId) {
    const pages = new Map()
    for (const comment of this.#roots()) {
      const paragraph = this.#paragraphs.get(this.#placeOf(comment).paragraph)
      if (paragraph?.paper !== paperId || !this.#isLatest(paragraph)) continue
      const known = pages.get(paragraph.page) ?? { page: paragraph.page, count: 0, paragraph: paragraph.id }
      pages.set(paragraph.page, { ...known, count: known.count + 1, paragraph: Math.min(known.paragraph, paragraph.id) })
    }
    return [...pages.values()].sort((one, other) => one.page - other.page)
      .map(each => ({ ...each, step: stepOf(each.count) }))
  }

  get counts() {
    const roots = this.#roots()
    const answered = roots.filter(({ answer }) => answer).length
    const { contributors } = this
    return {
      comments: roots.length, answered, open: roots.length - answered,
      paragraphs: new Set(roots.map(comment => this.#placeOf(comment).paragraph)).size,
      spoken: contributors.filter(({ comments }) => comments).length, people: contributors.length,
    }
  }

  /** Whoever has spoken or is there to speak, with how often each has; counted here, so that it follows the facts. */
  get contributors() {
    const said = new Map()
    for (const { creator } of this.#roots()) said.set(creator.person, (said.get(creator.person) ?? 0) + 1)
    return [...this.#seats.values()].map(seat => ({ ...seat, comments: said.get(seat.person) ?? 0 }))
      .filter(({ comments, role }) => comments || EXPECTED.has(role))
  }

  get units() {
    const seats = [...this.#seats.values()].map(({ unit }) => unit)
    const writers = this.#roots().map(({ creator }) => creator.unit)
    return [...new Set([...seats, ...writers].map(unitName).filter(Boolean))].sort((a, b) => a.localeCompare(b, 'vi'))
  }

  /** The filter as the server reads it, where a unit goes by its number. */
  get query() {
    const { unit, ...filter } = this.filter
    const seat = [...this.#seats.values()].find(each => unitName(each.unit) === unit)
    const asked = Object.entries({ ...filter, unit: unit ? seat?.unit?.id : '' }).filter(([, value]) => value)
    return new URLSearchParams(asked).toString()
  }

  get people() {
    const people = new Map()
    for (const { creator } of this.#roots()) people.set(creator.person, creator.name)
    return [...people].map(([person, name]) => ({ person, name })).sort((a, b) => a.name.localeCompare(b.name, 'vi'))
  }

  /** Comments that came while the page was open and were not yet looked at. */
  get fresh() {
    return [...this.#fresh].filter(id => this.#comments.has(id))
  }

  /** A comment that is being answered stays, whatever the filter says. */
  hold(id, held) {
    if (held) this.#held.add(id)
    else this.#held.delete(id)
  }

  isHeld(id) {
    return this.#held.has(id)
  }

  /** @returns {number[]} held comments that are not there any more */
  get heldInVain() {
    const there = new Set(this.#roots().map(({ id }) => id))
    return [...this.#held].filter(id => !there.has(id))
  }

  isFresh(id) {
    return this.#fresh.has(id)
  }

  seen(id) {
    this.#fresh.delete(id)
  }

  comment(id) {
    return this.#comments.get(id) ?? null
  }

  /** Whether a fact moves what was said, or what it stands under: then the table is to be loaded again. */
  isOutdatedBy({ name }) {
    return MOVES.test(name)
  }

  /** Take in one fact; says whether anything changed. */
  apply({ name, body }) {
    if (OF_COMMENTS.has(name)) return this.#hear(name, body.comment)
    if (name === 'comment.hidden') return this.#hide(body)
    if (name === 'seat.taken' || name === 'seat.changed') return this.#seat(body.seat)
    if (name === 'seat.vacated') return this.#seats.delete(body.person)
    if (name === 'paper.removed') return this.#removePaper(body.id)
    if (name.startsWith('paper.') && body.paper) return this.#paper(body.paper)
    return false
  }

  /** Take in the answer to an act of one's own, which is not news to oneself. */
  put(comment) {
    this.#put(comment)
  }

  #hear(name, comment) {
    const known = this.#comments.get(comment.id)
    if (!this.#put(comment)) return false
    if (!known && name === 'comment.created' && !comment.withdrawn) this.#fresh.add(comment.id)
    return true
  }

  #hide({ id, revision }) {
    this.#hidden.note(id, revision)
    return this.#comments.get(id)?.revision < revision && this.#comments.delete(id)
  }

  #putThread({ replies = [], ...comment }) {
    this.#put(comment)
    replies.forEach(reply => this.#put(reply))
  }

  /** @param {any} comment */
  #put({ replies, ...comment }) {
    const known = this.#comments.get(comment.id)
    if (known?.revision > comment.revision || this.#hidden.precedes(comment)) return false
    if (known && JSON.stringify(known) === JSON.stringify(comment)) return false
    this.#comments.set(comment.id, comment)
    if (!comment.parent) this.#makeRoom(comment)
    return true
  }

  #placeOf({ paper, paragraph, version, version_number: from, target, places }) {
    const latest = this.#papers.find(({ id }) => id === paper)?.version?.id
    const there = places?.[latest]
    if (!there?.paragraph) return { paragraph, version, page: target.page, address: target.address, rung: there ? 'not_placed' : null, from }
    const { page, address, rung } = there
    return { paragraph: there.paragraph, version: latest, page, address, rung: version === latest ? null : rung, from }
  }

  #makeRoom(comment) {
    const { paper, target } = comment
    const { paragraph, version, page, address } = this.#placeOf(comment)
    if (this.#paragraphs.has(paragraph)) return
    this.#paragraphs.set(paragraph, { id: paragraph, paper, page, pack_page: null, address, text: target.quote, version })
    if (!this.#papers.some(({ id }) => id === paper)) this.#papers.push({ id: paper, title: '', item: null, version: null })
  }

  #seat({ person, role }) {
    const known = this.#seats.get(person.id)
    this.#seats.set(person.id, { person: person.id, name: person.name, post: person.post, unit: person.unit, role })
    return known?.role !== role
  }

  #paper({ id, title, version }) {
    const known = this.#papers.find(each => each.id === id)
    if (!known) return false
    this.#versions.set(version.id, version)
    const newer = (known.version?.number ?? 0) < version.number
    if (known.title === title && !newer) return false
    Object.assign(known, { title, version: newer ? version : known.version })
    return true
  }

  #removePaper(gone) {
    const before = this.#papers.length
    this.#papers = this.#papers.filter(({ id }) => id !== gone)
    for (const [id, { paper }] of this.#comments) if (paper === gone) this.#comments.delete(id)
    for (const [id, { paper }] of this.#paragraphs) if (paper === gone) this.#paragraphs.delete(id)
    return this.#papers.length < before
  }

  #isLatest({ paper, version }) {
    const latest = this.#papers.find(({ id }) => id === paper)?.version
    return !latest || latest.id === version
  }

  #paragraphsOf(paperId, threads) {
    const asked = !this.filter.paper || this.filter.paper === paperId
    return [...this.#paragraphs.values()].filter(({ paper }) => paper === paperId)
      .map(paragraph => ({
        ...paragraph, latest: this.#isLatest(paragraph),
        version_number: this.#versions.get(paragraph.version)?.number ?? null,
        comments: (threads.get(paragraph.id) ?? []).filter(({ id }) => asked || this.#held.has(id)),
      }))
      .filter(({ comments }) => comments.length)
      .sort((one, other) => other.latest - one.latest || one.page - other.page || one.id - other.id)
  }

  #threads() {
    const replies = groupBy([...this.#comments.values()].filter(({ parent }) => parent), ({ parent }) => parent)
    const shown = this.#roots().filter(comment => this.#held.has(comment.id) || this.#passes(comment)).sort(byAge)
      .map(comment => ({ ...comment, stands: this.#placeOf(comment), fresh: this.#fresh.has(comment.id), replies: (replies.get(comment.id) ?? []).sort(byAge) }))
    return groupBy(shown, ({ stands }) => stands.paragraph)
  }

  #passes({ creator, answer }) {
    const { unit, person, answered } = this.filter
    if (unit && unitName(creator.unit) !== unit) return false
    if (person && creator.person !== person) return false
    return !answered || (answered === 'yes') === Boolean(answer)
  }

  #standing() {
    return [...this.#comments.values()].filter(({ withdrawn, visibility }) => !withdrawn && visibility !== 'self')
  }

  #roots() {
    return this.#standing().filter(({ parent }) => !parent)
  }
}

/** Four steps are all that an eye tells apart. */
export function stepOf(count) {
  return count === 0 ? 0 : count < 3 ? 1 : count < 6 ? 2 : count < 11 ? 3 : 4
}

const unitName = unit => unit?.name ?? unit ?? ''

function byAge(one, other) {
  return one.created < other.created ? -1 : one.created > other.created ? 1 : one.id - other.id
}

function groupBy(list, keyOf) {
  const groups = new Map()
  for (const each of list) {
    const key = keyOf(each)
    groups.has(key) ? groups.get(key).push(each) : groups.set(key, [each])
  }
  return groups
}
