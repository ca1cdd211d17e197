/** The search beside the paper: in this paper or the whole pack; a tap goes to the hit. */
import { SearchSource } from '../channels/search_source.js'
import { Found } from '../models/found.js'
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { HitList } from './hit_list.js'
import { SearchForm } from './search_form.js'

const IN_THIS_PAPER = 50

export class SearchPanel {
  #source
  #whole = false
  #place = null

  /** @param {{found: Found, version: number, meeting: number, show: (hit: any) => void, changed: () => void}} parts
   *   `changed`: there are other hits, or none */
  constructor(parts) {
    this.found = parts.found
    this.version = parts.version
    this.meeting = parts.meeting
    this.show = parts.show
    this.changed = parts.changed
    this.#source = new SearchSource(this.meeting)
    this.scope = h('div', { class: 'search-scope', role: 'group', 'aria-label': _('Tìm ở đâu') }, this.#choice(false, _('Tài liệu này')), this.#choice(true, _('Cả tập tài liệu')))
    this.form = new SearchForm({ label: _('Từ cần tìm'), search: query => this.#search(query), below: this.scope })
    this.list = new HitList({
      found: this.found, titles: () => this.#whole, more: () => this.#more(),
      here: hit => hit.version === this.version, go: hit => this.show(hit),
    })
  }

  draw(place) {
    if (place !== this.#place) fill(this.#place = place, this.form.element, this.list.element)
    this.list.look()
  }

  /** Another screen led here: find the same words, and look at the same hit. */
  async begin(query, paragraph) {
    this.form.query = query
    await this.#search(query)
    const hit = this.found.hits.find(each => each.paragraph === paragraph)
    if (hit) this.show(hit)
  }

  clear() {
    this.form.query = ''
    this.found.clear()
    this.list.draw()
    this.changed()
  }

  #choice(whole, words) {
    return h('button', { type: 'button', 'data-whole': `${whole}`, 'aria-pressed': `${whole === this.#whole}`, onclick: () => this.#widen(whole) }, words)
  }

  #widen(whole) {
    this.#whole = whole
    for (const button of this.scope.children) button.setAttribute('aria-pressed', `${button.dataset.whole === `${whole}`}`)
    if (this.form.query) this.#search(this.form.query)
  }

  async #search(query) {
    this.list.wait()
    const answer = await this.#ask(query, 0)
    if (!answer) return
    this.found.begin(query, answer)
    this.#drawn()
  }

  async #more() {
    const answer = await this.#ask(this.found.query, this.found.hits.length)
    if (!answer) return
    this.found.add(answer)
    this.#drawn()
  }

  #drawn() {
    this.list.draw()
    this.changed()
  }

  async #ask(query, offset) {
    const [path, part] = this.#whole ? [`/meetings/${this.meeting}`, {}] : [`/versions/${this.version}`, { limit: IN_THIS_PAPER }]
    try {
      return await this.#source.ask(path, query, { offset, ...part })
    } catch (refused) {
      this.list.refuse(refused.message)
      return null
    }
  }
}
