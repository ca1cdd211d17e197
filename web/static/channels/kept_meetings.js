/** The meetings that this device keeps for one person. */
import { DEVICE, RECORD, belongsTo, homeName, isPrivate, meetingIn, meetingName } from '../models/kept_names.js'

const ALWAYS = 'phien:device:keeps'

/** Whether this page may keep anything: browsers allow it under https alone. */
export const canKeep = () => Boolean(globalThis.isSecureContext && globalThis.caches && globalThis.navigator?.serviceWorker)

/** @returns {Promise<any[]>} what is known of each kept meeting, the newest first */
export async function keptMeetings(person) {
  const names = (await caches.keys()).filter(name => belongsTo(name, person) && meetingIn(name))
  const records = await Promise.all(names.map(recordIn))
  return records.filter(Boolean).sort((one, other) => `${other.starts}`.localeCompare(`${one.starts}`))
}

/** @returns {Promise<any|null>} what is known of one kept meeting */
export async function keptMeeting(person, meeting) {
  const name = meetingName(person, meeting)
  return await caches.has(name) ? recordIn(name) : null
}

/** @param {Cache} cache @param {any} record */
export const writeRecord = (cache, record) => cache.put(RECORD, new Response(JSON.stringify(record)))

/** Take one meeting off this device. */
export async function removeKept(person, meeting) {
  await caches.delete(meetingName(person, meeting))
  const left = (await caches.keys()).some(name => belongsTo(name, person) && meetingIn(name))
  if (!left) await caches.delete(homeName(person))
}

/** Take everything private off this device, whoever's it is. */
export async function wipeKept() {
  if (!canKeep()) return
  await caches.delete(DEVICE)   // first: from now on the worker shows nothing kept to anybody
  for (const name of await caches.keys()) if (isPrivate(name)) await caches.delete(name)
}

/** Whether this device keeps every meeting that is opened on it. */
export function keepsAlways() {
  try {
    return localStorage.getItem(ALWAYS) === 'yes'
  } catch {
    return false   // a browser may forbid storage altogether
  }
}

export function keepAlways(yes) {
  try {
    if (yes) localStorage.setItem(ALWAYS, 'yes')
    else localStorage.removeItem(ALWAYS)
  } catch { /* then one presses the button */ }
}

async function recordIn(name) {
  const kept = await caches.match(RECORD, { cacheName: name })
  return kept ? kept.json() : null
}
