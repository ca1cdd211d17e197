/**
 * A new version of the program is taken where the reader says so, or when all pages were closed; never under one that
 * is being read.
 */
import { _ } from '../helpers/i18n.js'

/** Within how long all tablets look that were cut off at once, in milliseconds. */
const SPREAD = 10_000
/** How long a page waits for the worker it called, in milliseconds. */
const PATIENCE = 5000

/**
 * @param {import('../channels/line.js').Line} live
 * @param {(words: string, button: string, act: () => void) => void} say
 */
export async function watchProgram(live, say) {
  const registration = await navigator.serviceWorker?.getRegistration()
  if (!registration) return
  const openAgain = () => call(registration).then(() => location.reload())
  const tell = worker => worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' && navigator.serviceWorker.controller) say(_('Có bản mới của chương trình.'), _('Mở lại trang'), openAgain)
  })
  tell(registration.installing)
  registration.addEventListener('updatefound', () => tell(registration.installing))
  const look = () => registration.update().catch(() => {})   // no network, or the worker has gone
  live.on('status', status => { if (status === 'online') setTimeout(look, Math.random() * SPREAD) })
}

/** Have the worker that waits take over, which it does unless another page is open; resolves when that is settled. */
function call({ waiting }) {
  if (!waiting) return Promise.resolve()
  return /** @type {Promise<void>} */ (new Promise(resolve => {
    const { port1: answer, port2: asked } = new MessageChannel()
    answer.onmessage = ({ data: comes }) => { if (!comes) resolve() }
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
    setTimeout(resolve, PATIENCE)
    waiting.postMessage('take over', [asked])
  }))
}
