/**
 * The service worker: answers for kept papers and for the program itself when the server does not.
 * It downloads nothing of its own accord; what is kept, the pages keep (`channels/meeting_copy.js`).
 */
import { KEEPING, SIGNED_IN, meetingIn } from '../models/kept_names.js'
import { SHELLS, isAway, keptUnder, kindOf } from '../models/kept_answers.js'
import { anyPicture, belongTo, find, freshen, fromShell, keptFor } from './kept.js'

/** The platform's types take it for a worker of any kind. */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {any} */ (self))

const PATIENCE = 3000
const SILENCE = 5000
const answers = { page, shell, picture, state }

/** Until when the server is taken to be silent: asked in vain just now, it is not waited for again at once. */
let silentUntil = 0

worker.addEventListener('install', event => readTheProgramAtOnce(event))
worker.addEventListener('activate', event => event.waitUntil(worker.clients.claim()))
worker.addEventListener('message', ({ data }) => { if (data === 'reached') silentUntil = 0 })
worker.addEventListener('fetch', event => {
  const kind = event.request.headers.has(KEEPING) ? null : kindOf(event.request, worker.location.origin)
  if (kind) event.respondWith(answers[kind](event))
})

/** Files of the program are answered without waking the worker for each, where a browser can; where not, `shell` answers. */
function readTheProgramAtOnce(event) {
  event.addRoutes?.(SHELLS.map(folder => ({ condition: { urlPattern: `${folder}*` }, source: 'cache' })))
}

async function page(event) {
  return await fromServer(event, () => keptFor(event.request.url, 'page').then(kept => kept?.response)) ?? await fromShell('/off-line') ?? Response.error()
}

async function state(event) {
  return await fromServer(event, () => keptFor(event.request.url, 'state').then(kept => kept?.response)) ?? Response.error()
}

async function shell({ request }) {
  return await fromShell(keptUnder(request.url, 'shell')) ?? fetch(request)
}

/** A kept picture never changes; one of another width does until the server gives the right one. */
async function picture(event) {
  const exact = await find(keptUnder(event.request.url, 'picture'))
  return exact?.response ?? await fromServer(event, () => anyPicture(event.request.url)) ?? Response.error()
}

/** @param {() => Promise<Response|null>} kept @returns {Promise<Response|null>} the server's answer, or after a short patience what is kept */
async function fromServer(event, kept) {
  if (Date.now() < silentUntil) {
    const at = await kept()
    if (at) return at
  }
  const asked = ask(event)
  event.waitUntil(asked.catch(() => {}))
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE)).then(kept)
    .then(found => { if (!found) return asked; silentUntil = Date.now() + SILENCE; return found })
  try {
    return await Promise.race([asked, late])
  } catch (away) {
    return await kept() ?? away.response ?? null
  }
}

async function ask({ request }) {
  const response = await fetch(request)
  if (isAway(response.status)) throw Object.assign(new Error('away'), { response })
  silentUntil = 0
  await heed(request, response)
  return response
}

/** What an answer of the server means for what is kept. */
async function heed(request, response) {
  const whose = response.headers.get(SIGNED_IN)
  if (whose) await belongTo(whose)
  const kind = kindOf(request, worker.location.origin)
  const address = keptUnder(request.url, kind)
  if (kind === 'picture') return
  const kept = await find(address)
  if (!kept) return
  if (response.status === 403 || response.status === 404) await forget(kept.name, address)
  else if (kind === 'state' && response.ok && whose) await freshen(kept, address, response.clone())
}

/** The server refuses what is kept: it goes, and the whole meeting with it if that is closed to the person. */
async function forget(name, address) {
  await (await caches.open(name)).delete(address)
  const meeting = meetingIn(name)
  const response = meeting && await fetch(`/api/meetings/${meeting}`, { headers: { [KEEPING]: '1' } }).catch(() => null)
  if (response && [401, 403, 404].includes(response.status)) await caches.delete(name)
}
