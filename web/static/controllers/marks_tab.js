/** The tab of marks beside the paper: those on this paper, or all of one's own in the whole pack. */
import { fill, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { beginning } from '../models/annotation_list.js'
import { MarkList } from './mark_list.js'
import { PackMarks } from './pack_marks.js'

export class MarksTab {
  #place = null

  /** @param {{annotations: any, marker: any, live: any, meeting: number, paper: {id: number, title: string, versions: any[]}, goTo: (box: number[]) => void}} parts */
  constructor({ annotations, marker, live, meeting, paper, goTo }) {
    this.annotations = annotations
    this.goTo = goTo
    this.here = h('div', {})
    this.list = new MarkList({ annotations, marker, go: mark => goTo(beginning(mark)) })
    this.pack = new PackMarks({ annotations, live, meeting, paper, go: ({ page, y }) => goTo([page, 0, y, 0, y]) })
    this.scope = h('div', { class: 'search-scope', role: 'group', 'aria-label': _('Dấu ở đâu') }, this.#choice(false, _('Tài liệu này')), this.#choice(true, _('Cả tập tài liệu')))
  }

  draw(place = this.#place) {
    if (place !== this.#place) fill(this.#place = place, this.scope, this.here, this.pack.element)
    if (!place || place.hidden) return
    this.list.draw(this.here)
    this.pack.draw()
  }

  /** The list of another paper led here. @param {URLSearchParams} asked by the link */
  begin(asked) {
    const mark = this.annotations.all.find(({ id }) => id && id === Number(asked.get('mark')))
    if (mark) this.goTo(beginning(mark))
  }

  #choice(whole, words) {
    return h('button', { type: 'button', 'data-whole': `${whole}`, 'aria-pressed': `${!whole}`, onclick: () => this.#widen(whole) }, words)
  }

  #widen(whole) {
    for (const button of this.scope.children) button.setAttribute('aria-pressed', `${button.dataset.whole === `${whole}`}`)
    this.here.hidden = whole
    this.pack.element.hidden = !whole
    this.draw()
  }
}
