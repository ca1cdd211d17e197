/** The program itself on this device: what pages need to open without the server. */
import { isShell, shellName } from '../models/kept_names.js'
import { fetchToKeep, manyAtOnce, putAway } from './keeping_fetch.js'

const AT_ONCE = 4
const OLD_ONES = 1
export const OFF_LINE = '/off-line'

/** Register the worker; a page that is open already is served by it from now on. */
export async function beginServing() {
  await navigator.serviceWorker.register('/service-worker.js', { type: 'module', updateViaCache: 'none' })
  await navigator.serviceWorker.ready
}

/**
 * Keep the files of the newest version of the program, beside those an open page may still import.
 * @param {{person: number, signal: AbortSignal}} who @param {string|null} catalogue
 * @returns {Promise<string>} the version
 */
export async function keepShell(who, catalogue) {
  const { version, files } = await (await fetchToKeep('/shell.json', who)).json()
  const cache = await caches.open(shellName(version))
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
  const wanted = [...files, OFF_LINE, ...catalogue ? [catalogue] : []].filter(address => !there.has(address))
  await manyAtOnce(wanted, AT_ONCE, async address => putAway(cache, address, ofThisVersion(await fetchToKeep(address, who), address)))
  return version
}

/** Forget versions of the program that no page can be made of any more. */
export async function dropOldShells() {
  const names = (await caches.keys()).filter(isShell)
  for (const name of names.slice(0, -1 - OLD_ONES)) await caches.delete(name)
}

/** Under the address of a version that is gone the server gives the newest file: the two must not mix. */
function ofThisVersion(response, address) {
  if (address.startsWith('/assets/') && !response.headers.get('Cache-Control')?.includes('immutable')) throw new Error(`another version: ${address}`)
  return response
}
