/** The small pictures of a kept paper, in hand before they are wanted: through the worker each would take as long as a whole jump may. */
import { meetingName } from '../models/kept_names.js'

const AT_ONCE = 25
const PLAIN = { ignoreVary: true }

/**
 * @param {{person: number, meeting: number, count: number, addressOf: (page: number) => string}} paper
 * @param {Map<number, string>} found filled with the address of each page's picture
 */
export async function gatherThumbnails({ person, meeting, count, addressOf }, found) {
  const name = meetingName(person, meeting)
  if (!globalThis.caches || !await caches.has(name)) return
  const cache = await caches.open(name)
  for (let first = 1; first <= count; first += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - first + 1) }, async (_, index) => {
      const kept = await cache.match(addressOf(first + index), PLAIN)
      if (kept) found.set(first + index, await written(kept))
    }))
  }
}

/** A picture as an address that is the picture: it is shown in the frame in which it is wanted. */
async function written(response) {
  const bytes = Array.from(new Uint8Array(await response.arrayBuffer()), byte => String.fromCharCode(byte))
  return `data:${response.headers.get('Content-Type')};base64,${btoa(bytes.join(''))}`
}
