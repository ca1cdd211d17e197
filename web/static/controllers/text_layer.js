/** The words of a page laid over its picture, transparent, so that they can be selected: one span a line. */
import { api } from '../helpers/api.js'
import { h } from '../helpers/dom.js'
import { UNIT } from '../models/layout.js'
import { PageText } from '../models/page_text.js'

const FONT = '"Times New Roman", "Liberation Serif", serif'
const MOST_KEPT = 60
const ruler = document.createElement('canvas').getContext('2d')
ruler.font = `100px ${FONT}`

export class TextLayer {
  #texts = new Map()

  constructor(version, layout) {
    this.version = version
    this.layout = layout
  }

  /** The words of the pages were read anew. */
  forget(mounted) {
    this.#texts.clear()
    for (const { section } of mounted.values()) section.querySelector('.text')?.remove()
  }

  /** @returns {Promise<PageText>} */
  textOf(page) {
    if (!this.#texts.has(page)) this.#texts.set(page, this.#fetch(page))
    for (const old of this.#texts.keys()) if (this.#texts.size > MOST_KEPT && old !== page) this.#texts.delete(old)
    return this.#texts.get(page)
  }

  async draw(section, page) {
    if (section.querySelector('.text')) return
    const text = await this.textOf(page).catch(() => null)
    if (!text || !section.isConnected || section.querySelector('.text')) return
    const ratio = this.layout.ratio(page)
    const lying = this.layout.sizes[page - 1].turn
    section.querySelector('.sheet').append(h('div', { class: 'text', lang: 'vi' }, text.lines.map((line, index) => lying === 90 || lying === 270 ? lyingSpanOf(line, index, ratio, lying) : spanOf(line, index, ratio))))
  }

  /** The stretches of lines that a selection covers, by page. @returns {Map<number, import('../models/page_text.js').Piece[]>} */
  piecesOf(range, column) {
    const pieces = new Map()
    for (const span of column.querySelectorAll('.text > span')) {
      if (!range.intersectsNode(span)) continue
      const node = span.firstChild
      const from = range.startContainer === node ? range.startOffset : 0
      const to = range.endContainer === node ? range.endOffset : node.length
      const page = Number(span.closest('.page').dataset.page)
      if (to > from) pieces.set(page, [...pieces.get(page) ?? [], { line: Number(span.dataset.line), from, to }])
    }
    return pieces
  }

  async #fetch(page) {
    try {
      const words = await api.get(`/versions/${this.version}/pages/${page}/words`)
      return new PageText(page, words.lines ?? words)
    } catch (fault) {
      this.#texts.delete(page)
      throw fault
    }
  }
}

/** Sizes in parts of the page's width: zooming costs no script. Each line ends in a break, or a copy would run words together. */
function spanOf({ x0, y0, x1, y1, text }, index, ratio) {
  const high = (y1 - y0) / UNIT * ratio
  const size = high * 0.8
  const natural = ruler.measureText(text).width / 100 * size
  const stretch = natural ? (x1 - x0) / UNIT / natural : 1
  return h('span', {
    'data-line': index,
    style: `left:${x0 / 100}%;top:${y0 / 100}%;font-size:calc(var(--sw)*${size.toFixed(5)});line-height:calc(var(--sw)*${high.toFixed(5)});transform:scaleX(${stretch.toFixed(4)})`,
  }, `${text}\n`)
}

/** A line of a scan that lies sideways runs up the page as it is printed, or down it. */
function lyingSpanOf({ x0, y0, x1, y1, text }, index, ratio, lying) {
  const [high, long] = [(x1 - x0) / UNIT, (y1 - y0) / UNIT * ratio]
  const size = high * 0.8
  const natural = ruler.measureText(text).width / 100 * size
  const stretch = natural ? long / natural : 1
  const [left, top] = lying === 90 ? [x0, y1] : [x1, y0]
  return h('span', {
    'data-line': index,
    style: `left:${left / 100}%;top:${top / 100}%;font-size:calc(var(--sw)*${size.toFixed(5)});line-height:calc(var(--sw)*${high.toFixed(5)});transform:rotate(${lying === 90 ? -90 : 90}deg) scaleX(${stretch.toFixed(4)})`,
  }, `${text}\n`)
}
