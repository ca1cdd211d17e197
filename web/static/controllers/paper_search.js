/** The search of an open paper: its panel, its marks on the pages, and the way from hit to hit. */
import { Found } from '../models/found.js'
import { FoundBar } from './found_bar.js'
import { FoundLayer } from './found_layer.js'
import { SearchPanel } from './search_panel.js'

export class PaperSearch {
  #found = new Found()

  /** @param {{version: number, meeting: number, pages: any, view: any, print: any, source: any, index: any}} parts */
  constructor(parts) {
    this.pages = parts.pages
    this.view = parts.view
    this.print = parts.print
    this.source = parts.source
    this.index = parts.index
    const { version, meeting } = parts
    const found = this.#found
    this.layer = new FoundLayer({ found, version })
    this.panel = new SearchPanel({ found, version, meeting, show: hit => this.#show(hit), changed: () => this.#redraw() })
    this.bar = new FoundBar({ found, version, show: hit => this.#show(hit), clear: () => this.#clear() })
  }

  /** @param {URLSearchParams} asked by the link: what to find, and which hit to look at */
  begin(asked) {
    const query = asked.get('find')?.trim()
    if (query) this.panel.begin(query, Number(asked.get('hit')))
  }

  async #show(hit) {
    this.#found.looked = hit
    const [box] = hit.boxes
    await this.view.go(box[0], box[2])
    this.#redraw()
    await this.source.need(hit.page).catch(() => null)
    if (this.#found.looked !== hit) return
    this.print.light(this.index.get(hit.paragraph) ?? null)
    this.view.reveal(box)
  }

  #clear() {
    this.print.light(null)
    this.panel.clear()
    this.pages.scroller.focus({ preventScroll: true })
  }

  #redraw() {
    this.pages.redraw(this.layer)
    this.panel.list.look()
    this.bar.draw()
  }
}
