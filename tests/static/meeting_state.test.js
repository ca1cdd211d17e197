import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MeetingState } from '../../web/static/models/meeting_state.js'

const ME = { person: 9, seat: 90, role: 'delegate', rights: ['meeting:read'] }
const seat = (id, person, role) => ({ id, role, person: { id: person, name: `Người ${person}` } })
const meeting = (revision, more = {}) => ({ id: 1, title: 'Kỳ họp', state: 'published', revision, ...more })
const fact = (name, body) => ({ name, body })

function state(me = ME) {
  const made = new MeetingState()
  made.load({ meeting: meeting(3), me, items: [], seats: [seat(90, 9, me.role), seat(70, 7, 'chair')] })
  return made
}

test('another role of one\'s own is more than its fact tells', () => {
  assert.equal(state().apply(fact('seat.changed', { seat: seat(90, 9, 'secretary'), meeting: 1 })), 'afresh')
  assert.equal(state().apply(fact('seat.changed', { seat: seat(90, 9, 'delegate'), meeting: 1 })), 'seats', 'it was loaded with it')
  assert.equal(state().apply(fact('seat.changed', { seat: seat(70, 7, 'guest'), meeting: 1 })), 'seats')
})

test('a seat given again is one\'s own anew: what was told meanwhile was for others', () => {
  assert.equal(state().apply(fact('seat.taken', { seat: seat(90, 9, 'delegate'), meeting: 1 })), 'afresh')
})

test('what the desk may do goes by the state of the meeting, what the others may do here does not', () => {
  const closed = fact('meeting.closed', { meeting: meeting(4, { state: 'closed' }) })
  assert.equal(state({ ...ME, role: 'secretary' }).apply(closed), 'afresh')
  assert.equal(state().apply(closed), 'meeting')
})

test('an older word of the meeting changes nothing', () => {
  const made = state()
  assert.equal(made.apply(fact('meeting.changed', { meeting: meeting(4, { title: 'Mới' }) })), 'meeting')
  assert.equal(made.apply(fact('meeting.changed', { meeting: meeting(3) })), null)
  assert.equal(made.meeting.title, 'Mới')
})

test('a paper that could not be read is loaded with its sentence', () => {
  const paper = { id: 5, item: 2, position: 1, version: { id: 50, number: 1, state: 'failed', problem: 'pdf.broken' } }
  assert.equal(state().apply(fact('paper.ready', { paper })), 'afresh')
})
