/** A meeting as its pages hold it: what it is, what one may do there, its agenda and its seats. Facts may come twice. */
import { Agenda } from './agenda.js'
import { Seating, isOwnSeat } from './seating.js'

const OTHER_STATE = new Set(['meeting.published', 'meeting.closed', 'meeting.reopened'])
const OF_THE_DESK = new Set(['chair', 'secretary'])

export class MeetingState {
  agenda = new Agenda()
  seating = new Seating()
  meeting = null
  me = null

  /** @param {{meeting: any, me: any, items: any[], seats: any[]}} whole as the API gives it */
  load({ meeting, me, items, seats }) {
    this.meeting = meeting
    this.me = me
    this.agenda.load(items)
    this.seating.load(seats)
  }

  /** @returns {boolean} whether it is news */
  keep(meeting) {
    if (this.meeting.revision > meeting.revision) return false
    this.meeting = meeting
    return true
  }

  /**
   * Take in one fact.
   * @returns {null|'meeting'|'agenda'|'seats'|'afresh'} what to draw again; afresh: it changes more than it tells, all is to be loaded
   */
  apply(fact) {
    const { name, body } = fact
    if (isOwnSeat(fact, this.me)) return 'afresh'
    if (this.seating.apply(fact)) return 'seats'
    if (name.startsWith('meeting.')) return this.#hear(fact)
    if (body.paper?.version?.problem) return 'afresh'   // a fact knows a code, the door says the sentence
    return this.agenda.apply(fact) ? 'agenda' : null
  }

  /** What the desk may do goes by the state of the meeting. */
  #hear(fact) {
    this.agenda.apply(fact)
    const news = this.keep(fact.body.meeting)
    if (news && OTHER_STATE.has(fact.name) && OF_THE_DESK.has(this.me.role)) return 'afresh'
    return news ? 'meeting' : null
  }
}
