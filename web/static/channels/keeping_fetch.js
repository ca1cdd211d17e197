/** How the keeper asks the server: past every cache, and only for the person the copy is for. */
import { KEEPING, SIGNED_IN } from '../models/kept_names.js'

/** The sign-in has ended, or is another person's. */
export class SignedOut extends Error {}

/** The server refuses it: withdrawn, or closed to this person. */
export class Closed extends Error {}

/** The server is away or busy: it is asked again. */
export class Away extends Error {}

/** What it is made of is still being read. */
export class NotReady extends Away {}

/**
 * @param {string} address @param {{person: number, signal?: AbortSignal}} who
 * @returns {Promise<Response>} rejects with one of the above when it cannot be kept
 */
export async function fetchToKeep(address, { person, signal }) {
  const response = await reach(address, signal)
  const whose = response.headers.get(SIGNED_IN)
  if (response.status === 401 || response.redirected || whose && whose !== `${person}`) throw new SignedOut(address)
  if (response.status === 403 || response.status === 404) throw new Closed(address)
  if (response.status === 409) throw new NotReady(address)
  if (!response.ok) throw new Away(`${response.status} ${address}`)
  return response
}

async function reach(address, signal) {
  try {
    return await fetch(address, { credentials: 'same-origin', priority: 'low', headers: { [KEEPING]: '1' }, signal })
  } catch (fault) {
    if (signal?.aborted) throw fault
    throw new Away(fault.message)
  }
}

/** Put an answer away as it is read: no longer compressed, and nobody's by name. @returns {Promise<number>} its size in bytes */
export async function putAway(cache, address, response) {
  const body = await response.blob()
  const headers = new Headers(response.headers)
  for (const name of ['Content-Encoding', 'Content-Length', SIGNED_IN, 'Set-Cookie']) headers.delete(name)
  await cache.put(address, new Response(body, { headers }))
  return body.size
}

/** Work on `all`, so many at once, in their order. The first fault ends it. */
export async function manyAtOnce(all, most, work) {
  const waiting = all.values()
  const worker = async () => { for (const each of waiting) await work(each) }
  await Promise.all(Array.from({ length: most }, worker))
}
