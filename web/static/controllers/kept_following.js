/** A kept meeting follows the live one: what changes is kept anew, a while later, since a whole hall hears it at once. */
import { staleBy } from '../models/pack_plan.js'

const SOON = 3000
const LATER = 20_000

/**
 * @param {import('../channels/keeper.js').Keeper} keeper
 * @param {import('../channels/line.js').Line} live
 * @param {Record<string, number>} heads what the page was opened with
 */
export function followKept(keeper, live, heads) {
  const stale = new Set()
  let timer
  const later = () => { timer ??= setTimeout(refresh, SOON + Math.random() * LATER) }
  const refresh = async () => {
    timer = null
    const [papers, known] = [[...stale], live.heads]
    if (live.status !== 'online') return
    if (keeper.state === 'keeping') return later()   // it may have fetched them before the fact
    stale.clear()
    if (keeper.rests) return   // all is fetched when it goes on
    if (papers.includes('meeting')) await keeper.keep()
    else if (papers.length) await keeper.refresh(papers, known)
  }
  live.on('*', fact => {
    const about = staleBy(fact)
    if (about === null || !keeper.record || keeper.rests) return
    stale.add(about)
    later()
  })
  live.on('status', status => { if (status === 'online' && stale.size) later() })
  live.on('ended', notice => { if (notice?.meeting) keeper.remove() })   // the seat was taken away
  setTimeout(() => keeper.catchUp(heads), SOON + Math.random() * SOON)
}
