/** Meetings put on three shelves: what is on now, what is coming, what is past. */

/** @param {{starts: string, ends: string, state: string}[]} meetings @param {Date} now */
export function shelved(meetings, now = new Date()) {
  const shelves = { now: [], coming: [], past: [] }
  for (const meeting of meetings) shelves[shelfOf(meeting, now)].push(meeting)
  shelves.now.sort(byStart)
  shelves.coming.sort(byStart)
  shelves.past.sort((one, other) => byStart(other, one))
  return shelves
}

function shelfOf({ starts, ends, state }, now) {
  if (state === 'closed' || new Date(ends) < now) return 'past'
  const started = new Date(starts) <= now
  const today = new Date(starts).toDateString() === now.toDateString()
  return started || today ? 'now' : 'coming'
}

function byStart(one, other) {
  return Date.parse(one.starts) - Date.parse(other.starts)
}
