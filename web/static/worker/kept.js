/** What the worker may answer with: only what was kept by whoever is signed in on this device now. */
import { DEVICE, NOBODY, WHOSE, belongsTo, isPrivate, isShell } from '../models/kept_names.js'
import { keptUnder, standIns } from '../models/kept_answers.js'

const PLAIN = { ignoreVary: true }

/** @returns {Promise<string|null>} the id of the person whose things may be shown */
export async function owner() {
  const said = await caches.match(WHOSE, { cacheName: DEVICE })
  const whose = said ? await said.text() : NOBODY
  return whose === NOBODY ? null : whose
}

/** The server said whose sign-in this device holds: everybody else's things go, before anything more is shown. */
export async function belongTo(whose) {
  const before = await owner()
  if (`${before ?? NOBODY}` === whose) return
  const device = await caches.open(DEVICE)
  await device.put(WHOSE, new Response(NOBODY))
  for (const name of await caches.keys()) if (isPrivate(name) && !belongsTo(name, whose)) await caches.delete(name)
  await device.put(WHOSE, new Response(whose))
}

/** @returns {Promise<{name: string, response: Response}|null>} what is kept under an address, and where */
export async function find(address) {
  const whose = await owner()
  if (!whose) return null
  const names = (await caches.keys()).filter(name => belongsTo(name, whose))
  const found = await Promise.all(names.map(name => caches.match(address, { ...PLAIN, cacheName: name })))
  const at = found.findIndex(Boolean)
  return at < 0 ? null : { name: names[at], response: found[at] }
}

export const keptFor = (url, kind) => find(keptUnder(url, kind))

/** @returns {Promise<Response|null>} the picture as it is wanted, or the same page at another width */
export async function anyPicture(url) {
  for (const address of standIns(url)) {
    const kept = await find(address)
    if (kept) return kept.response
  }
  return null
}

/** Files of the program; they are nobody's. */
export async function fromShell(address) {
  for (const name of (await caches.keys()).filter(isShell).reverse()) {
    const found = await caches.match(address, { ...PLAIN, cacheName: name })
    if (found) return found
  }
  return null
}

/** The server has given a newer answer: the kept one is brought up to date. */
export async function freshen(kept, address, response) {
  const cache = await caches.open(kept.name)
  await cache.put(address, response)
}
