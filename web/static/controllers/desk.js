/** The secretary's workplace. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h, oncePerFrame } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Agenda } from '../models/agenda.js'
import { Seating } from '../models/seating.js'
import { AgendaEditor } from './agenda_editor.js'
import { arrived, follow } from './following.js'
import { drawHead, editMeeting } from './meeting_details.js'
import { PackDownload } from './pack_download.js'
import { drawPackLine } from './pack_line.js'
import { PresenceLine } from './presence_line.js'
import { Publication } from './publication.js'
import { SeatsPanel } from './seats_panel.js'

export class Desk {
  #agenda = new Agenda()
  #seating = new Seating()
  #presence = new PresenceLine(boot.meeting)
  #meeting = null
  #rights = ''
  #drawAgenda = oncePerFrame(() => this.editor.draw())
  #drawSeats = oncePerFrame(() => this.seats.draw())

  constructor(root) {
    this.root = root
  }

  connect() {
    return follow({
      meeting: boot.meeting, root: this.root, load: () => this.#load(),
      fact: fact => this.#apply(fact), signal: signal => this.#hear(signal),
    })
  }

  async #load() {
    const { meeting, me, seats, items, heads } = await api.get(`/meetings/${boot.meeting}`)
    this.#meeting = meeting
    this.#agenda.load(items)
    this.#seating.load(seats)
    if (this.#rights !== me.rights.join()) this.#frame(me)
    this.#rights = me.rights.join()
    this.#draw()
    return heads
  }

  /** What one may do shapes the page, so another right lays it anew. */
  #frame(me) {
    arrived(this.root)
    const [head, pack, agenda, publication, seats] = ['head', 'pack', '', 'card', 'card'].map(name => h('div', { class: name }))
    this.head = head
    this.pack = pack
    this.me = me
    this.editor = new AgendaEditor(agenda, this.#agenda, { meeting: boot.meeting, rights: me.rights, changed: () => this.#drawSides() })
    this.seats = new SeatsPanel(seats, this.#seating, { meeting: boot.meeting, me, changed: () => this.publication.draw() })
    this.download = new PackDownload(boot.meeting)
    this.publication = new Publication(publication, this.#state(), () => this.#load())
    fill(this.root, head, this.#presence.element, h('div', { class: 'columns' },
      h('section', { 'aria-labelledby': 'agenda-title' }, h('h2', { id: 'agenda-title' }, _('Chương trình')), pack, this.download.element, agenda),
      h('aside', { 'aria-label': _('Chuẩn bị và thành phần') }, publication, seats)))
  }

  #state() {
    const desk = this
    return { get meeting() { return desk.#meeting }, agenda: this.#agenda, seating: this.#seating, rights: this.me.rights }
  }

  #draw() {
    const edit = this.me.rights.includes('meeting:change') ? () => editMeeting(this.#meeting, meeting => this.#keep(meeting)) : null
    drawHead(this.head, { meeting: this.#meeting, rights: this.me.rights, here: '/desk', edit })
    this.editor.draw()
    this.seats.draw()
  }

  #drawSides() {
    drawPackLine(this.pack, this.#agenda)
    this.download.element.hidden = this.#agenda.pages === 0
    this.publication.draw()
  }

  #keep(meeting) {
    if (this.#meeting.revision > meeting.revision) return
    this.#meeting = meeting
    this.#draw()
  }

  #apply(fact) {
    if (/^meeting\.(published|closed|reopened)$/.test(fact.name)) this.#load().catch(() => {})
    else if (fact.name === 'meeting.changed') this.#keep(fact.body.meeting)
    else if (this.#seating.apply(fact)) this.#drawSeats()
    else if (this.#agenda.apply(fact)) this.#drawAgenda()
  }

  #hear({ name, body }) {
    this.#presence.hear({ name, body })
    if (name === 'paper.processing' && this.#agenda.progress(body)) this.#drawAgenda()
  }
}

new Desk(find('#desk')).connect()
