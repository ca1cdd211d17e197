/** One opened version of a paper with everything that belongs to it on the screen. */
import { AnnotationList } from '../models/annotation_list.js'
import { CommentList } from '../models/comment_list.js'
import { Drafts } from '../models/drafts.js'
import { ParagraphIndex } from '../models/paragraph_index.js'
import { StreamHeads } from '../models/stream_heads.js'
import { ParagraphSource } from '../channels/paragraph_source.js'
import { openLive } from '../channels/live.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { CommentSheet } from './comment_sheet.js'
import { Headings, Thumbnails } from './contents.js'
import { LargePrint } from './large_print.js'
import { LiveLine } from './live_line.js'
import { MarkLayer } from './mark_layer.js'
import { MarkList } from './mark_list.js'
import { Marker } from './marker.js'
import { PackList } from './pack_list.js'
import { PageTurner } from './page_turner.js'
import { ParagraphLayer } from './paragraph_layer.js'
import { PlaceKeeper } from './place_keeper.js'
import { ReaderFacts } from './reader_facts.js'
import { ReaderNotice } from './reader_notice.js'
import { ReadingView } from './reading_view.js'
import { SelectionBar } from './selection_bar.js'
import { SidePanel } from './side_panel.js'
import { Swipe } from './swipe.js'
import { Taps } from './taps.js'
import { TextLayer } from './text_layer.js'
import { VersionChoice } from './version_choice.js'
import { ZoomGestures } from './zoom_gestures.js'

const AGAIN = 3000

export class OpenPaper {
  #frame = 0

  /** @param {object} opened as the API gives it @param {import('./pages.js').Pages} pages already on the screen */
  constructor(opened, pages) {
    Object.assign(this, { opened, pages, paper: opened.paper, version: opened.version, live: openLive({ meeting: opened.meeting.id }) })
    this.rights = new Set(opened.me.rights)
    this.me = { person: boot.person.id, name: boot.person.name }
    this.drafts = new Drafts(this.me.person)
    this.notice = new ReaderNotice()
    this.index = new ParagraphIndex()
    this.source = new ParagraphSource(this.version.id, this.index)
    this.comments = new CommentList({ version: this.version.id, me: this.me })
    this.annotations = new AnnotationList({ version: this.version.id, me: this.me })
    this.#makeViews()
    this.#makeRemarks()
    this.#makeMarks()
  }

  async open() {
    new LiveLine(this.live).connect()
    this.#head()
    for (const part of [this.print, this.view, new ZoomGestures(this.pages), new Swipe(this.pages, direction => this.turner.turn(direction)), this.turner, this.keeper, this.sheet, this.selection, this.taps, this.side]) part.connect()
    new VersionChoice(this.live, this.notice, this.opened).connect()
    new ReaderFacts(this).connect()
    this.live.on('status', status => { if (status === 'online') this.pages.retry() })
    this.pages.dress([this.markLayer, this.text, this.paragraphs])
    if (!this.#asked.get('page')) this.keeper.begin(this.opened.place)
    await this.#loadRemarks()
  }

  redraw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.pages.redraw(this.paragraphs)
      this.pages.redraw(this.markLayer)
      this.print.draw()
      this.sheet.draw()
      this.markList.draw()
    })
  }

  choose(paragraph, how) {
    this.#light(paragraph)
    this.sheet.open(paragraph, how)
    requestAnimationFrame(() => requestAnimationFrame(() => this.view.reveal(paragraph.boxes[0])))   // once the sheet has taken its room
  }

  #light(paragraph) {
    this.paragraphs.light(paragraph)
    this.print.light(paragraph)
  }

  #makeViews() {
    const go = (page, y) => this.view.go(page, y)
    const arrived = place => this.keeper.arrived(place)
    this.pages.arrived = place => { if (!this.pages.scroller.classList.contains('covered')) arrived(place) }
    this.print = new LargePrint({
      sizes: this.version.pages, source: this.source, index: this.index, comments: this.comments, drafts: this.drafts, arrived,
      choose: paragraph => this.choose(paragraph),
    })
    this.view = new ReadingView(this.pages, this.print, this.drafts)
    this.text = new TextLayer(this.version.id, this.pages.layout)
    this.turner = new PageTurner(this.view, { first: this.opened.pack_first })
    this.keeper = new PlaceKeeper({ live: this.live, pages: this.view, paper: this.paper.id, version: this.version.id,
      offer: (...words) => this.notice.show('place', ...words), withdraw: () => this.notice.hide('place') })
    this.headings = new Headings({ source: this.source, go })
    this.thumbnails = new Thumbnails({ sizes: this.version.pages, picture: this.pages.picture, go, current: () => this.view.current })
    this.pack = new PackList({ meeting: this.opened.meeting.id, paper: this.paper.id })
  }

  #makeRemarks() {
    this.sheet = new CommentSheet({
      live: this.live, comments: this.comments, drafts: this.drafts, rights: this.rights, paper: this.paper.id,
      closed: () => this.#light(null), tools: paragraph => this.#toolsFor(paragraph),
    })
    this.paragraphs = new ParagraphLayer({ pages: this.pages, source: this.source, index: this.index, comments: this.comments, choose: paragraph => this.choose(paragraph) })
    this.taps = new Taps(this.pages, point => this.#tapped(point))
  }

  #makeMarks() {
    this.marker = new Marker({ live: this.live, drafts: this.drafts, paper: this.paper.id, version: this.version.id, rights: this.rights })
    this.markLayer = new MarkLayer({ annotations: this.annotations })
    this.markList = new MarkList({ annotations: this.annotations, marker: this.marker, go: mark => this.view.go(mark.target.boxes[0][0], mark.target.boxes[0][2]) })
    this.selection = new SelectionBar({
      pages: this.pages, text: this.text, marker: this.marker,
      may: { comment: this.rights.has('paragraph:comment') }, comment: target => this.#commentOn(target),
    })
    this.side = new SidePanel({ headings: this.headings, thumbnails: this.thumbnails, marks: this.markList, pack: this.pack })
  }

  #head() {
    const { item, neighbours } = this.opened
    document.title = `${this.paper.title} · ${_('Phiên')}`
    find('#paper-title').textContent = this.paper.title
    find('#paper-item').textContent = item ? _('Nội dung %(number)s', item) : ''
    find('#scroller').append(h('nav', { class: 'paper-end', 'aria-label': _('Tài liệu trước và sau') },
      h('p', { class: 'muted' }, _('Hết tài liệu này.')),
      h('div', { class: 'actions' },
        neighbours.previous && h('a', { class: 'button', href: `/papers/${neighbours.previous}` }, _('Tài liệu trước')),
        h('a', { class: 'button', href: `/meetings/${this.opened.meeting.id}` }, _('Về chương trình')),
        neighbours.next && h('a', { class: 'button primary', href: `/papers/${neighbours.next}` }, _('Tài liệu sau')))))
  }

  /** Remarks and marks come once the first page is on the screen; the line begins where they were read. */
  async #loadRemarks() {
    try {
      const query = `?version=${this.version.number}`
      const [comments, annotations] = await Promise.all([
        api.get(`/papers/${this.paper.id}/comments${query}`), api.get(`/papers/${this.paper.id}/annotations${query}`)])
      this.comments.load(comments.comments)
      this.annotations.load(annotations.annotations)
      this.redraw()
      this.live.join(StreamHeads.least(this.opened.heads, comments.heads, annotations.heads))
      this.#chooseAsked()
    } catch (fault) {
      if (!fault.status) return setTimeout(() => this.#loadRemarks(), AGAIN)
      this.notice.show('remarks', fault.message)
    }
  }

  #tapped({ page, x, y }) {
    const mark = this.annotations.at(page, x, y)
    if (mark) return this.marker.open(mark)
    const paragraph = this.index.at(page, x, y)
    if (paragraph) this.choose(paragraph)
  }

  #toolsFor(paragraph) {
    if (!this.marker.may || !paragraph.text.trim()) return []
    const target = async () => ({ ...(await this.text.textOf(paragraph.boxes[0][0])).targetOfParagraph(paragraph), paragraph: paragraph.id })
    return [
      h('button', { type: 'button', onclick: async () => this.marker.highlight(await target()) }, _('Tô màu đoạn')),
      h('button', { type: 'button', onclick: async () => this.marker.note(await target()) }, _('Ghi chú')),
    ]
  }

  /** Chosen words become the beginning of a remark on their paragraph. */
  #commentOn({ boxes: [[page, x0, y0, x1, y1]], selectors: [{ exact }] }) {
    const paragraph = this.index.at(page, (x0 + x1) / 2, (y0 + y1) / 2)
    if (!paragraph) return
    this.choose(paragraph, { focus: false })
    if (exact.length < paragraph.text.length * 0.9 && exact.length < 300) this.sheet.form?.fill(`“${exact.replace(/\s+/g, ' ')}”: `)
    else this.sheet.form?.words.focus()
  }

  // A link may ask for a page, and a paragraph on it: #page=3&paragraph=55

  get #asked() {
    return new URLSearchParams(location.hash.slice(1))
  }

  async #chooseAsked() {
    const [page, id] = ['page', 'paragraph'].map(name => Number(this.#asked.get(name)))
    if (!page || !id) return
    await this.source.need(page)
    const paragraph = this.index.get(id)
    if (paragraph) this.choose(paragraph)
  }
}
