/**
 * What stands on screens that followed the facts, held against what the same screens would load afresh.
 * Reads cases from standard input, one a line; writes for each what differs, and which facts were tried on which screen.
 */
import { createInterface } from 'node:readline'
import { ReaderFacts } from '../../web/static/controllers/reader_facts.js'
import { AnnotationList } from '../../web/static/models/annotation_list.js'
import { CommentList } from '../../web/static/models/comment_list.js'
import { Listeners } from '../../web/static/models/listeners.js'
import { MeetingState } from '../../web/static/models/meeting_state.js'
import { OpinionTable } from '../../web/static/models/opinion_table.js'
import { isOwnSeat } from '../../web/static/models/seating.js'
import { StreamHeads } from '../../web/static/models/stream_heads.js'
import { WholePack } from '../../web/static/models/whole_pack.js'

const ROLES = ['chair', 'secretary', 'delegate', 'observer', 'guest']
const OF_THE_DESK = new Set(['chair', 'secretary'])

/** Each screen: how it opens on what was loaded, takes in facts, and what then stands on it; `apply` returns true when it loads itself anew. */
class MeetingScreen {
  static of = snapshot => ({ meeting: snapshot.meeting })

  constructor(whole) {
    this.state = new MeetingState()
    this.state.load(structuredClone(whole))
  }

  apply(fact) {
    return this.state.apply(fact) === 'afresh'
  }

  get shown() {
    const { meeting, me, agenda, seating } = this.state
    const rights = OF_THE_DESK.has(me.role) ? me.rights : []   // of the others the pages of a meeting ask nothing that its state changes
    return { meeting, role: me.role, rights, agenda: agenda.tree(), seats: ROLES.map(role => seating.of(role)) }
  }
}

class OpinionsScreen {
  static of = snapshot => snapshot.opinions ? { opinions: snapshot.opinions } : {}

  constructor(opinions) {
    this.me = opinions.me
    this.table = new OpinionTable()
    this.table.load(structuredClone(opinions))
  }

  apply(fact) {
    if (isOwnSeat(fact, this.me) || this.table.isOutdatedBy(fact)) return true
    this.table.apply(fact)
    return false
  }

  get shown() {
    const { papers, counts, units, people } = this.table
    const contributors = this.table.contributors.map(({ person, name, role, comments }) => ({ person, name, role, comments }))
    const rows = this.table.rows().map(({ paragraphs, ...paper }) => ({ ...paper, paragraphs: paragraphs.map(spokenOf) }))
    return { rows, counts, units, people, contributors: contributors.sort((a, b) => a.person - b.person), heat: papers.map(({ id }) => this.table.heat(id)) }
  }
}

class Reader {
  static of = snapshot => snapshot.readers
  #line = new Listeners()
  #again = new Set()
  pending = []
  refused = []

  constructor({ opened, comments, annotations, paragraphs }, { meeting, pack }) {
    const me = { person: opened.me.person, name: '' }
    Object.assign(this, { opened, me, paragraphs, paper: opened.paper, version: opened.version, live: this })
    this.notice = { show: () => this.#again.add('gone') }
    this.numbers = new WholePack(pack, opened.paper.id)
    this.comments = new CommentList({ version: opened.version.id, me })
    this.annotations = new AnnotationList({ version: opened.version.id, me })
    this.comments.load(structuredClone(comments))
    this.annotations.load(structuredClone(annotations))
    this.opened = { ...opened, meeting: meeting.meeting }
    new ReaderFacts(this).connect()
  }

  on = (name, handler) => this.#line.on(name, handler)
  redraw = () => {}
  carried = () => this.#again.add('remarks')
  reread = () => this.#again.add('remarks').add('paragraphs')
  countAnew = () => this.#again.add('numbers')
  reseated = () => this.#again.add('everything')

  apply(fact) {
    this.#line.tell(fact.name, fact.body, fact)
    return this.#again.has('everything') || this.#again.has('gone')
  }

  /** What it loads anew by itself is not held against anything. */
  get anew() {
    return this.#again
  }

  get shown() {
    const paragraphs = this.paragraphs.map(({ id, text }) => ({ id, text }))
    const places = new Set([...paragraphs.map(({ id }) => id), ...this.comments.counts().keys()])
    const remarks = {
      under: [...places].sort((a, b) => a - b).map(id => this.comments.under(id).map(said)), unplaced: this.comments.unplaced.map(said),
      counts: [...this.comments.counts()].sort(([a], [b]) => a - b), marks: this.annotations.all.map(mark), unplacedMarks: this.annotations.unplaced.map(mark),
    }
    return { paragraphs, remarks, numbers: Array.from({ length: 40 }, (_, page) => [this.numbers.label(page + 1), this.numbers.find(`${page + 1}`)]) }
  }
}

const SCREENS = { meeting: MeetingScreen, opinions: OpinionsScreen, reader: Reader }

/** Where a reply stands is its comment's: the places it carries along are not looked at. */
function said({ places, replies = [], ...entry }) {
  return { ...entry, replies: replies.map(said) }
}

/** Where it stands here is told already; where it stands on other versions is for whoever reads those. */
const mark = ({ places, ...shown }) => shown

/** A paragraph that opens by a fact does not know yet how the pack calls its page: the screen counts it. */
function spokenOf({ pack_page, number, comments, ...paragraph }) {
  return { ...paragraph, comments: comments.map(({ standing, rung, fresh, ...comment }) => said(comment)) }
}

function* held({ before, after, portions, live }) {
  for (const [kind, Screen] of Object.entries(SCREENS)) {
    const [now, then] = [Screen.of(before), Screen.of(after)]
    for (const name of Object.keys(now)) {
      if (then[name]) yield { kind, name, ...follow(new Screen(now[name], before), new Screen(then[name], after), { before, portions, live }) }
    }
  }
}

/** Take in facts as they came, by number, and compare; a screen that loads itself anew holds by that. */
function follow(screen, fresh, { before, portions, live }) {
  const heads = new StreamHeads(before.meeting.heads)
  const facts = portions.flatMap(portion => live ? portion.flatMap(fact => heads.offer(fact).ready) : heads.take(portion).ready)
  for (const fact of facts) {
    if (live && sentAway(fact, before.meeting.me)) return { afresh: 'ended' }
    if (screen.apply(fact)) return { afresh: fact.name }
  }
  const [shown, expected] = [screen.shown, fresh.shown]
  if (screen.anew?.has('remarks')) delete shown.remarks
  if (screen.anew?.has('paragraphs')) delete shown.paragraphs
  if (screen.anew?.has('numbers')) delete shown.numbers
  return { tried: facts.map(({ name }) => name), differs: [...differences(shown, expected)] }
}

const sentAway = ({ name, body }, me) => name === 'seat.vacated' && body.person === me.person

function* differences(one, other, path = '') {
  if (one === other) return
  const both = [one, other].every(each => each && typeof each === 'object')
  if (!both) return yield `${path}: ${JSON.stringify(one)?.slice(0, 200)} instead of ${JSON.stringify(other)?.slice(0, 200)}`
  for (const key of new Set([...Object.keys(one), ...path ? Object.keys(other) : []])) yield* differences(one[key], other[key], `${path}/${key}`)
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify([...held(JSON.parse(line))]))
}
