/** Offers, in the reader, to keep the whole meeting; what does it is fetched only where it is wanted. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { keepsAlways, canKeep, keptMeeting } from '../channels/kept_meetings.js'

/**
 * @param {Element} place filled here @param {import('../channels/line.js').Line} live @param {import('./reader_notice.js').ReaderNotice} notice
 * @param {{person: number, meeting: number, heads: Record<string, number>}} what
 */
export async function offerToKeep(place, live, notice, { person, meeting, heads }) {
  const button = h('button', { type: 'button', 'data-stay': true, onclick: () => show(true) }, _('Lưu cả phiên họp vào máy'))
  place.append(button)
  const show = async asked => {
    const [{ KeepPanel }, { followKept }] = await Promise.all([import('./keep_panel.js'), import('./kept_following.js')])
    const panel = new KeepPanel(meeting)
    button.replaceWith(panel.element)
    const record = await panel.begin()
    if (!panel.keeper) return
    if (asked && !record) panel.keeper.keep()
    followKept(panel.keeper, live, heads)
  }
  if (!canKeep()) return
  if (keepsAlways() || await keptMeeting(person, meeting)) await show(false)
  const { watchProgram } = await import('./fresh_program.js')
  watchProgram(live, (...words) => notice.show('program', ...words))
}
