/** An agenda to read: items and sub-items with their papers as large links. */
import { fill, h, place } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { countComments, countMinutes, countPages, ITEM_KINDS, packPages, stateOfVersion } from '../helpers/labels.js'

export class AgendaView {
  #parts = new Map()

  constructor(element) {
    this.list = h('ol', { class: 'plain agenda' })
    this.empty = h('div', { class: 'empty' })
    fill(element, this.empty, this.list)
  }

  get rows() {
    return [...this.list.querySelectorAll('.agenda-item')]
  }

  draw(agenda, { plans, meeting }) {
    const tree = agenda.tree()
    this.empty.hidden = tree.length > 0
    fill(this.empty, h('strong', {}, _('Chương trình chưa có nội dung nào')), plans
      ? h('p', {}, h('a', { class: 'button', href: `/meetings/${meeting}/desk` }, _('Soạn chương trình ở bàn thư ký')))
      : h('p', {}, _('Khi thư ký đưa nội dung lên, trang này tự hiện ra, không cần tải lại.')))
    const present = new Set(agenda.flat().map(({ id }) => id))
    for (const [id, part] of this.#parts) {
      if (!present.has(id)) { part.element.remove(); this.#parts.delete(id) }
    }
    this.#lay(this.list, tree, agenda)
  }

  #lay(list, items, agenda) {
    items.forEach((item, index) => {
      if (!this.#parts.has(item.id)) this.#parts.set(item.id, new ItemView())
      const part = this.#parts.get(item.id)
      part.update(item, agenda.minutesOf(item.id))
      if (list.children[index] !== part.element) place(list, part.element, index)
      this.#lay(part.children, item.children, agenda)
    })
  }
}

class ItemView {
  #shown = ''

  constructor() {
    this.own = h('article', {})
    this.children = h('ol', { class: 'plain agenda' })
    this.element = h('li', { class: 'agenda-item' }, this.own, this.children)
  }

  update(item, minutes) {
    const shown = JSON.stringify([{ ...item, children: null }, minutes])
    if (shown === this.#shown) return
    this.#shown = shown
    fill(this.own, h('h3', {}, h('span', { class: 'number' }, `${item.number}.`), ' ', item.title),
      h('p', { class: 'facts' }, h('span', { class: 'chip' }, ITEM_KINDS[item.kind]),
        item.presenter && h('span', {}, item.presenter.name), minutes > 0 && h('span', {}, countMinutes(minutes))),
      item.papers.length > 0 && h('ul', { class: 'plain' }, item.papers.map(paper => paperLine(paper))))
  }
}

function paperLine(paper) {
  const { version } = paper
  const words = version.state === 'ready' ? countPages(version.page_count) : stateOfVersion(version)
  return h('li', {}, h('a', { class: 'paper-link', href: `/papers/${paper.id}` },
    h('strong', {}, paper.title),
    h('span', { class: 'facts' }, words, packPages(paper) && h('span', {}, packPages(paper)),
      version.number > 1 && h('span', { class: 'chip accent' }, _('bản %(number)s', { number: version.number })),
      paper.comments > 0 && h('span', { class: 'chip warn' }, countComments(paper.comments)))))
}
