/** The agenda and the papers, for everybody with a seat; it follows the desk live. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h, oncePerFrame, steadily } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { Agenda } from '../models/agenda.js'
import { AgendaView } from './agenda_view.js'
import { arrived, follow } from './following.js'
import { drawHead } from './meeting_details.js'
import { PackDownload } from './pack_download.js'
import { drawPackLine } from './pack_line.js'
import { PackSearch } from './pack_search.js'
import { PresenceLine } from './presence_line.js'

export class Meeting {
  #agenda = new Agenda()
  #presence = new PresenceLine(boot.meeting)
  #drawSoon = oncePerFrame(() => this.#drawAgenda())

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
    const { meeting, me, items, heads } = await api.get(`/meetings/${boot.meeting}`)
    Object.assign(this, { meeting, me })
    this.#agenda.load(items)
    this.#frame()
    this.#draw()
    return heads
  }

  #frame() {
    if (this.view) return
    arrived(this.root)
    const [head, pack, agenda] = ['head', 'pack', ''].map(name => h('div', { class: name }))
    Object.assign(this, { head, pack, view: new AgendaView(agenda), search: new PackSearch(boot.meeting), download: new PackDownload(boot.meeting) })
    fill(this.root, head, this.#presence.element, h('section', { 'aria-labelledby': 'agenda-title' },
      h('h2', { id: 'agenda-title' }, _('Chương trình')), pack, this.download.element, this.search.element, agenda))
  }

  #draw() {
    drawHead(this.head, { meeting: this.meeting, rights: this.me.rights, here: '' })
    this.#drawAgenda()
  }

  #drawAgenda() {
    drawPackLine(this.pack, this.#agenda)
    this.download.element.hidden = this.#agenda.pages === 0
    this.search.element.hidden = !this.#agenda.flat().some(({ papers }) => papers.length)
    const plans = this.me.rights.includes('agenda:change')
    steadily(null, this.view.rows, () => this.view.draw(this.#agenda, { plans, meeting: this.meeting.id }))
  }

  #apply(fact) {
    if (fact.body?.meeting) {
      this.meeting = { ...this.meeting, ...fact.body.meeting }
      this.#agenda.apply(fact)
      this.#draw()
    } else if (this.#agenda.apply(fact)) this.#drawSoon()
  }

  #hear({ name, body }) {
    this.#presence.hear({ name, body })
    if (name === 'paper.processing' && this.#agenda.progress(body)) this.#drawSoon()
  }
}

new Meeting(find('#meeting')).connect()
