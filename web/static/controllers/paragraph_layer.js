/** Beside each paragraph a button with its number of remarks; over the chosen paragraph a light. */
import { h, keep } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { UNIT } from '../models/layout.js'
import { boxOnScreen } from '../models/turn.js'
import { spread } from '../models/spread.js'

const PITCH = 52

export class ParagraphLayer {
  chosen = null

  /** @param {{pages: any, source: any, index: any, comments: any, typing: any, choose: (paragraph: any) => void}} parts */
  constructor(parts) {
    this.pages = parts.pages
    this.source = parts.source
    this.index = parts.index
    this.comments = parts.comments
    this.typing = parts.typing
    this.choose = parts.choose
  }

  /** @param {HTMLElement & {dressed?: boolean}} section @param {number} page */
  async draw(section, page) {
    const known = await this.source.need(page).then(() => true, () => false)
    if (!known) section.dressed = false   // asked again when the hand rests next
    if (!known || !section.isConnected) return
    this.#drawButtons(section, page)
    this.#drawLight(section, page)
    this.#drawRegions(section, page)
  }

  light(paragraph) {
    this.chosen = paragraph
    for (const [page, { section }] of this.pages.mounted) this.#drawLight(section, page)
  }

  #drawButtons(section, page) {
    const counts = this.comments.counts()
    const paragraphs = this.index.beginningOn(page)
    const high = this.pages.layout.height(page)
    const roomy = this.pages.margin > 0
    const turn = this.pages.layout.turnOf(page)
    const wanted = paragraphs.map(({ id, boxes }) => ({ at: boxOnScreen(turn, boxes[0])[2] / UNIT * high, keep: counts.has(id) }))
    const places = roomy ? spread(wanted, PITCH, high) : this.#onlyKept(wanted, high)
    const beside = section.querySelector(':scope > .beside') ?? section.appendChild(h('div', { class: 'beside' }))
    const shown = paragraphs.map((paragraph, index) => ({ paragraph, count: counts.get(paragraph.id) ?? 0, at: places[index], home: wanted[index].at }))
    keep(beside, shown, ({ paragraph }) => paragraph.id, ({ paragraph }) => this.#made(paragraph), section.buttons ??= new Map())   // a press under way must find its button still there
  }

  #onlyKept(wanted, high) {
    const kept = wanted.filter(({ keep }) => keep)
    const places = spread(kept, PITCH, high)
    return wanted.map(each => each.keep ? places[kept.indexOf(each)] : null)
  }

  #made(paragraph) {
    const element = h('button', { type: 'button', 'data-paragraph': paragraph.id, onclick: () => this.choose(paragraph) })
    return { element, update: shown => this.#update(element, shown) }
  }

  /** One without room is still there for the keyboard, and shows itself when it is reached. */
  #update(element, { paragraph, count, at, home }) {
    const name = paragraph.address || _('đoạn %(number)s', { number: paragraph.ordinal + 1 })
    element.ariaLabel = count
      ? ngettext('Góp ý %(name)s, có %(num)s ý kiến', 'Góp ý %(name)s, có %(num)s ý kiến', count, { name })
      : _('Góp ý %(name)s', { name })
    const writing = this.typing.on(paragraph.id)
    element.title = writing.length ? _('%(names)s đang viết…', { names: writing.join(', ') }) : name
    element.className = ['mark-button', count && 'has', writing.length && 'writing', at === null && 'hidden-words'].filter(Boolean).join(' ')
    element.style.top = `${at ?? home}px`
    if (element.textContent !== `${count || '+'}`) element.textContent = count || '+'
  }

  #drawRegions(section, page) {
    section.querySelectorAll('.region').forEach(region => region.remove())
    section.querySelector('.sheet').append(...this.comments.regionsOn(page).map(boxOf('region')))
  }

  #drawLight(section, page) {
    section.querySelectorAll('.light').forEach(light => light.remove())
    const boxes = this.chosen?.boxes.filter(([number]) => number === page) ?? []
    section.querySelector('.sheet').append(...boxes.map(boxOf('light')))
  }
}

/** A box of the paper as an element. */
export const boxOf = (name, attributes = {}) => ([, x0, y0, x1, y1]) => h('div', {
  ...attributes, class: name,
  style: `left:${x0 / 100}%;top:${y0 / 100}%;width:${(x1 - x0) / 100}%;height:${(y1 - y0) / 100}%`,
})
