/** All of one's own marks in the meeting, paper by paper and page by page, to be searched; a tap goes there. */
import { api } from '../helpers/api.js'
import { fill, h } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { onItsWay, seenBy, strokes } from '../helpers/words.js'
import { grouped, listed, withPending } from '../models/own_marks.js'

const SOON = 800

export class PackMarks {
  #papers = null
  #asking = null
  #shown = ''
  #timer

  /** @param {{meeting: number, paper: {id: number, title: string, versions: {id: number, number: number}[]}, live: import('../channels/line.js').Line, annotations: any, go: (mark: any) => void}} parts */
  constructor(parts) {
    this.meeting = parts.meeting
    this.paper = parts.paper
    this.live = parts.live
    this.annotations = parts.annotations
    this.go = parts.go
    this.field = h('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: () => this.#show() })
    this.said = h('p', { class: 'muted', role: 'status' })
    this.list = h('div', { class: 'pack-marks' })
    this.element = h('div', { hidden: true }, h('label', { class: 'field' }, h('span', {}, _('Tìm trong dấu của tôi')), this.field), this.said, this.list)
    for (const name of ['created', 'changed', 'placed', 'removed']) this.live.on(`annotation.${name}`, ({ annotation, paper }) => this.#heard(annotation?.paper ?? paper))
    this.live.on('paper.carried', ({ paper }) => this.#heard(paper))
  }

  /** The paper that is read is always as on the screen; the others are asked for once they are looked at. */
  draw() {
    if (this.element.hidden) return
    if (this.#papers) this.#show()
    else this.#ask()
  }

  #heard(paper) {
    if (paper === this.paper.id) return
    this.#papers = null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.draw(), SOON)   // a stroke seldom comes alone
  }

  #ask() {
    this.#asking ??= this.#read().finally(() => { this.#asking = null })
    return this.#asking
  }

  async #read() {
    if (!this.list.childElementCount) this.said.textContent = _('Đang lấy danh sách…')
    try {
      this.#papers = (await api.get(`/meetings/${this.meeting}/marks`)).papers
      this.#show()
    } catch (fault) {
      this.#list([{ paper: this.paper.id, title: this.paper.title, marks: [] }])   // what is on the screen is known without the server
      this.said.textContent = fault.message
    }
  }

  #show() {
    if (this.#papers) this.said.textContent = this.#list(this.#papers)
  }

  /** A press under way must find its line still there: what is shown already stays. @returns {string} how many there are */
  #list(all) {
    const papers = grouped(all.map(paper => this.#asItIs(paper)), this.field.value)
    const shown = JSON.stringify(papers)
    if (shown !== this.#shown) fill(this.list, papers.map(paper => this.#paper(paper)))
    this.#shown = shown
    const count = papers.flatMap(({ pages }) => pages).reduce((sum, { lines }) => sum + lines.length, 0)
    return count ? ngettext('%(num)s chỗ', '%(num)s chỗ', count) : this.#nothing()
  }

  #asItIs({ paper, title, marks }) {
    if (paper !== this.paper.id) return withPending({ paper, title, marks }, this.live.pending)
    const { all, unplaced } = this.annotations
    const numberOf = version => this.paper.versions.find(({ id }) => id === version)?.number ?? 1
    return { paper, title, marks: [...all, ...unplaced].filter(({ mine }) => mine).map(mark => ({ ...listed(mark), version_number: numberOf(mark.version) })) }
  }

  #nothing() {
    return this.field.value.trim() ? _('Không có dấu nào chứa những từ này.') : _('Ông/bà chưa đánh dấu chỗ nào trong các tài liệu của phiên họp.')
  }

  #paper({ paper, title, pages }) {
    return h('section', {}, h('h2', { lang: 'vi' }, title), paper === this.paper.id && h('p', { class: 'muted small' }, _('Tài liệu đang mở')), pages.map(page => this.#page(paper, page)))
  }

  #page(paper, { page, placed, lines }) {
    return [
      h('h3', {}, placed ? _('Trang %(page)s', { page }) : _('Trang %(page)s của bản trước, chưa có chỗ trong bản này', { page })),
      h('ol', { class: 'plain mark-list' }, lines.map(mark => h('li', { class: `mark-line ${mark.color}` }, this.#line(paper, mark)))),
    ]
  }

  #line(paper, mark) {
    const words = wordsOf(mark)
    const more = [mark.visibility !== 'self' && seenBy(mark), onItsWay(mark.state)].filter(Boolean).join(' · ')
    const said = [words && h('span', { class: 'clamped', lang: 'vi' }, words), mark.note && h('em', { class: 'clamped', lang: 'vi' }, mark.note), more && h('span', { class: 'small muted' }, more)]
    if (paper === this.paper.id && mark.placed) return h('button', { type: 'button', class: 'quiet', 'data-goes': true, onclick: () => this.go(mark) }, said)
    const place = new URLSearchParams({ page: mark.page, ...mark.id && { mark: mark.id } })
    return h('a', { class: 'button quiet', href: `/papers/${paper}${mark.placed ? '' : `?version=${mark.version_number}`}#${place}` }, said)
  }
}

function wordsOf({ drawn, motivation, strokes: count, quote, note }) {
  if (drawn) return strokes(motivation === 'highlighting', count)
  return quote || (note ? '' : _('Đánh dấu của tôi'))
}
