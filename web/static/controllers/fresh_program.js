/**
 * A new version of the program is said when it is there, and read when the page is opened again: pages come from the server.
 * Its worker takes over when all pages were closed, as the browser has it. To call it sooner is a trap: a page that
 * Chromium asks for meanwhile now and again never comes, and stays blank.
 */
import { _ } from '../helpers/i18n.js'

/** Within how long all tablets look that were cut off at once, in milliseconds. */
const SPREAD = 10_000

/**
 * @param {import('../channels/line.js').Line} live
 * @param {(words: string, button: string, act: () => void) => void} say
 */
export async function watchProgram(live, say) {
  const registration = await navigator.serviceWorker?.getRegistration()
  if (!registration) return
  const tell = worker => worker?.addEventListener('statechange', () => {
    if (worker.state === 'installed' && navigator.serviceWorker.controller) say(_('Có bản mới của chương trình.'), _('Mở lại trang'), () => location.reload())
  })
  tell(registration.installing)
  registration.addEventListener('updatefound', () => tell(registration.installing))
  const look = () => registration.update().catch(() => {})   // no network, or the worker has gone
  live.on('status', status => { if (status === 'online') setTimeout(look, Math.random() * SPREAD) })
}
