/** The meetings on this device: how much of each, how large, and the way to take it off. */
import { boot } from '../helpers/boot.js'
import { fill, h } from '../helpers/dom.js'
import { number, size } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { canKeep, keptMeetings, removeKept, wipeKept } from '../channels/kept_meetings.js'
import { SignedOut, fetchToKeep } from '../channels/keeping_fetch.js'
import { confirm } from './confirmation.js'

export class KeptList {
  element = h('section', { class: 'shelf kept', hidden: true, 'aria-labelledby': 'kept-title' })

  async draw() {
    if (!canKeep() || !boot.person) return
    const kept = await keptMeetings(boot.person.id)
    this.element.hidden = !kept.length
    const whole = kept.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
    fill(this.element, h('h2', { id: 'kept-title' }, _('Đã lưu trên máy này')),
      h('p', { class: 'muted' }, _('Mất mạng vẫn mở được. Tất cả chiếm %(size)s trên máy.', { size: size(whole) })),
      h('ul', { class: 'plain kept-list' }, kept.map(each => this.#line(each))))
  }

  /** Meetings that are closed to the person by now leave this device. */
  async clear() {
    if (!canKeep() || !boot.person) return
    const { id: person } = boot.person
    const kept = await keptMeetings(person)
    if (!kept.length) return
    try {
      const open = await (await fetchToKeep('/api/meetings', { person })).json()
      const ids = new Set(open.map(({ id }) => id))
      for (const { meeting } of kept) if (!ids.has(meeting)) await removeKept(person, meeting)
    } catch (fault) {
      if (fault instanceof SignedOut) await wipeKept()
    }
    await this.draw()
  }

  #line({ meeting, title, state, done = 0, pages = 0, bytes = 0, whole }) {
    return h('li', { class: 'kept-line' },
      h('div', {}, h('a', { href: `/meetings/${meeting}` }, title),
        h('p', { class: 'facts' }, h('span', {}, whole ? _('đủ %(pages)s trang', { pages: number(pages) }) : _('%(done)s/%(pages)s trang', { done: number(done), pages: number(pages) })),
          h('span', {}, size(bytes)), state === 'closed' && h('span', { class: 'chip' }, _('đã họp xong')))),
      h('button', { type: 'button', onclick: () => this.#remove(meeting, title) }, _('Xoá khỏi máy'), h('span', { class: 'hidden-words' }, title)))
  }

  async #remove(meeting, title) {
    const sure = await confirm({ title: _('Xoá khỏi máy?'), yes: _('Xoá khỏi máy'), text: _('“%(title)s” vẫn còn trên máy chủ; khi có mạng có thể lưu lại.', { title }) })
    if (!sure) return
    await removeKept(boot.person.id, meeting)
    await this.draw()
  }
}
