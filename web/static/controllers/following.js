/** How a page opens: load the state, show it, and follow the meeting from there. */
import { openLive } from '../channels/live.js'
import { h, fill } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { leave } from '../helpers/leave.js'
import { oneAtATime } from '../models/one_at_a_time.js'
import { connectFrame } from './frame.js'
import { LiveLine } from './live_line.js'

/**
 * @param {{meeting: number, root: Element, load: () => Promise<Record<string, number>>,
 *   fact: (fact: {name: string, body: any}) => any, signal?: (signal: {name: string, body: any}) => void}} page
 *   `load` shows the state and gives its heads; what `fact` returns is 'afresh' where the state is to be loaded again
 */
export async function follow({ meeting, root, load, fact, signal = () => {} }) {
  connectFrame()
  const live = openLive({ meeting })
  new LiveLine(live).connect()
  const afresh = oneAtATime(async () => { live.join(await persist(root, () => load().catch(fault => goIfClosed(fault, meeting)))) })   // facts that came before the answer are told again
  live.on('*', told => { if (fact(told) === 'afresh') afresh() })
  live.on('signal', signal)
  live.on('reload', afresh)
  await afresh()
  return Object.assign(live, { afresh })
}

/** Another role closes a page, or the whole meeting: go where one may be. */
function goIfClosed(fault, meeting) {
  if (fault.status !== 403 && fault.status !== 404) throw fault
  return leave(fault.status === 403 ? `/meetings/${meeting}` : '/meetings')
}

/** Open a page that follows no meeting. */
export async function openPage({ root, load }) {
  connectFrame()
  await persist(root, load)
}

/** Try `load` until it goes well; in between, the person decides when. */
export async function persist(root, load) {
  for (;;) {
    try {
      return await load()
    } catch (error) {
      if (!error.code) console.error(error)
      await askedAgain(root, error)
    }
  }
}

/** @returns {Promise<void>} once the person wants it tried again */
function askedAgain(root, error) {
  return new Promise(again => {
    const trouble = h('div', { class: 'refusal', role: 'alert' }, h('p', {}, error.code ? error.message : _('Trang này gặp trục trặc.')),
      h('button', { type: 'button', onclick: () => { trouble.remove(); again() } }, _('Thử lại')))
    if (root.classList.contains('loading')) fill(root, trouble)
    else root.before(trouble)
  })
}

/** Take away the words that stood in for what is now there. */
export function arrived(root) {
  if (!root.classList.contains('loading')) return
  root.classList.remove('loading')
  root.replaceChildren()
}
