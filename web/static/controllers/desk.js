/** The secretary's workplace. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h, oncePerFrame } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { leave } from '../helpers/leave.js'
import { MeetingState } from '../models/meeting_state.js'
import { AgendaEditor } from './agenda_editor.js'
import { arrived, follow } from './following.js'
import { drawHead, editMeeting } from './meeting_details.js'
import { PackDownload } from './pack_download.js'
import { drawPackLine } from './pack_line.js'
import { PresenceLine } from './presence_line.js'
import { Publication } from './publication.js'
import { SeatsPanel } from './seats_panel.js'

export class Desk {
  #state = new MeetingState()
  #presence = new PresenceLine(boot.meeting)
  #rights = ''
  #drawAgenda = oncePerFrame(() => this.editor.draw())
  #drawSeats = oncePerFrame(() => this.seats.draw())

  constructor(root) {
    this.root = root
  }

  async connect() {
    this.live = await follow({
      meeting: boot.meeting, root: this.root, load: () => this.#load(),
      fact: fact => this.#apply(fact), signal: signal => this.#hear(signal),
    })
  }

  async #load() {
    const whole = await api.get(`/meetings/${boot.meeting}`)
    if (!whole.me.rights.includes('opinion:gather')) return leave(`/meetings/${boot.meeting}`)
    this.#state.load(whole)
    const { rights } = whole.me
    if (this.#rights !== rights.join()) this.#frame(whole.me)
    this.#rights = rights.join()
    this.#draw()
    return whole.heads
  }

  /** What one may do shapes the page, so another right lays it anew. */
  #frame(me) {
    arrived(this.root)
    const [head, pack, agenda, publication, seats] = ['head', 'pack', '', 'card', 'card'].map(name => h('div', { class: name }))
    this.head = head
    this.pack = pack
    const { seating } = this.#state
    this.editor = new AgendaEditor(agenda, this.#state.agenda, { meeting: boot.meeting, rights: me.rights, changed: () => this.#drawSides() })
    this.seats = new SeatsPanel(seats, seating, { meeting: boot.meeting, me, changed: () => this.publication.draw() })
    this.download = new PackDownload(boot.meeting)
    this.publication = new Publication(publication, this.#whole(), () => this.live.afresh())
    fill(this.root, head, this.#presence.element, h('div', { class: 'columns' },
      h('section', { 'aria-labelledby': 'agenda-title' }, h('h2', { id: 'agenda-title' }, _('Chương trình')), pack, this.download.element, agenda),
      h('aside', { 'aria-label': _('Chuẩn bị và thành phần') }, publication, seats)))
  }

  #whole() {
    const state = this.#state
    return { get meeting() { return state.meeting }, agenda: state.agenda, seating: state.seating, rights: state.me.rights }
  }

  #draw() {
    const { meeting, me: { rights } } = this.#state
    const edit = rights.includes('meeting:change') ? () => editMeeting(this.#state.meeting, changed => this.#keep(changed)) : null
    drawHead(this.head, { meeting, rights, here: '/desk', edit })
    this.editor.draw()
    this.seats.draw()
  }

  #drawSides() {
    drawPackLine(this.pack, this.#state.agenda)
    this.download.element.hidden = this.#state.agenda.pages === 0
    this.publication.draw()
  }

  #keep(meeting) {
    if (this.#state.keep(meeting)) this.#draw()
  }

  #apply(fact) {
    const changed = this.#state.apply(fact)
    this.seats?.hear(fact)
    if (changed === 'meeting') this.#draw()
    if (changed === 'seats') this.#drawSeats()
    if (changed === 'agenda') this.#drawAgenda()
    return changed
  }

  #hear({ name, body }) {
    this.#presence.hear({ name, body })
    if (name === 'paper.processing' && this.#state.agenda.progress(body)) this.#drawAgenda()
  }
}

new Desk(find('#desk')).connect()
