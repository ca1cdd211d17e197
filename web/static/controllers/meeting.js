/** The agenda and the papers, for everybody with a seat; it follows the desk live. */
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h, oncePerFrame, steadily } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { MeetingState } from '../models/meeting_state.js'
import { AgendaView } from './agenda_view.js'
import { arrived, follow } from './following.js'
import { watchProgram } from './fresh_program.js'
import { KeepPanel } from './keep_panel.js'
import { followKept } from './kept_following.js'
import { drawHead } from './meeting_details.js'
import { say } from './notices.js'
import { PackDownload } from './pack_download.js'
import { drawPackLine } from './pack_line.js'
import { PackSearch } from './pack_search.js'
import { PresenceLine } from './presence_line.js'

export class Meeting {
  #state = new MeetingState()
  #presence = new PresenceLine(boot.meeting)
  #drawSoon = oncePerFrame(() => this.#drawAgenda())

  constructor(root) {
    this.root = root
  }

  async connect() {
    const live = await follow({
      meeting: boot.meeting, root: this.root, load: () => this.#load(),
      fact: fact => this.#apply(fact), signal: signal => this.#hear(signal),
    })
    await this.#keep(live)
    return live
  }

  async #load() {
    const whole = await api.get(`/meetings/${boot.meeting}`)
    this.#state.load(whole)
    this.#frame()
    this.#draw()
    this.heads = whole.heads
    return whole.heads
  }

  #frame() {
    if (this.view) return
    arrived(this.root)
    const [head, pack, agenda] = ['head', 'pack', ''].map(name => h('div', { class: name }))
    this.head = head
    this.pack = pack
    this.view = new AgendaView(agenda)
    this.search = new PackSearch(boot.meeting)
    this.download = new PackDownload(boot.meeting)
    this.kept = new KeepPanel(boot.meeting, { always: true })
    fill(this.root, head, this.#presence.element, h('section', { 'aria-labelledby': 'agenda-title' },
      h('h2', { id: 'agenda-title' }, _('Chương trình')), pack, this.download.element, this.kept.element, this.search.element, agenda))
  }

  async #keep(live) {
    await this.kept.begin()
    if (!this.kept.keeper) return
    followKept(this.kept.keeper, live, this.heads)
    watchProgram(live, (words, button, act) => say(words, { button, act }))
  }

  #draw() {
    drawHead(this.head, { meeting: this.#state.meeting, rights: this.#state.me.rights, here: '' })
    this.#drawAgenda()
  }

  #drawAgenda() {
    const { agenda, me, meeting } = this.#state
    drawPackLine(this.pack, agenda)
    this.download.element.hidden = agenda.pages === 0
    this.search.element.hidden = !agenda.flat().some(({ papers }) => papers.length)
    steadily(null, this.view.rows, () => this.view.draw(agenda, { plans: me.rights.includes('agenda:change'), meeting: meeting.id }))
  }

  #apply(fact) {
    const changed = this.#state.apply(fact)
    if (changed === 'meeting') this.#draw()
    if (changed === 'agenda') this.#drawSoon()
    return changed
  }

  #hear({ name, body }) {
    this.#presence.hear({ name, body })
    if (name === 'paper.processing' && this.#state.agenda.progress(body)) this.#drawSoon()
  }
}

new Meeting(find('#meeting')).connect()
