/** One opened version of a paper with everything that belongs to it on the screen. */
import { AnnotationList } from '../models/annotation_list.js'
import { CommentList } from '../models/comment_list.js'
import { Drafts } from '../models/drafts.js'
import { ParagraphIndex } from '../models/paragraph_index.js'
import { oneAtATime } from '../models/one_at_a_time.js'
import { THUMBNAIL, UNIT } from '../models/layout.js'
import { StreamHeads } from '../models/stream_heads.js'
import { WholePack } from '../models/whole_pack.js'
import { ParagraphSource } from '../channels/paragraph_source.js'
import { gatherThumbnails } from '../channels/kept_thumbnails.js'
import { openLive } from '../channels/live.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { leave } from '../helpers/leave.js'
import { sayInOwnWords } from '../helpers/own_words.js'
import { Beside } from './beside.js'
import { CommentSheet } from './comment_sheet.js'
import { Headings, Thumbnails } from './contents.js'
import { downloadsOf } from './downloads.js'
import { FollowedDrafts } from './followed_drafts.js'
import { HandTool } from './hand_tool.js'
import { InkActs } from './ink_acts.js'
import { InkLayer } from './ink_layer.js'
import { InkPreviews } from './ink_previews.js'
import { offerToKeep } from './kept_here.js'
import { LargePrint } from './large_print.js'
import { LeadCall } from './lead_call.js'
import { Leading } from './leading.js'
import { LiveLine } from './live_line.js'
import { Menus } from './menus.js'
import { MarkLayer } from './mark_layer.js'
import { MarksTab } from './marks_tab.js'
import { Marker } from './marker.js'
import { PackList } from './pack_list.js'
import { PageTurner } from './page_turner.js'
import { PenTool } from './pen_tool.js'
import { PageNotes } from './page_notes.js'
import { PaperSearch } from './paper_search.js'
import { ParagraphLayer } from './paragraph_layer.js'
import { PlaceKeeper } from './place_keeper.js'
import { ReaderFacts } from './reader_facts.js'
import { ReaderNotice } from './reader_notice.js'
import { ReadingView } from './reading_view.js'
import { ReadingWays } from './reading_ways.js'
import { SelectionBar } from './selection_bar.js'
import { SidePanel } from './side_panel.js'
import { StayHere } from './stay_here.js'
import { Swipe } from './swipe.js'
import { Taps } from './taps.js'
import { TextLayer } from './text_layer.js'
import { Typing } from './typing.js'
import { Unplaced } from './unplaced.js'
import { VersionChoice } from './version_choice.js'
import { ZoomGestures } from './zoom_gestures.js'

const AGAIN = 3000

/** In milliseconds: over so long a hall asks what it may do now. */
const SPREAD = 2000

export class OpenPaper {
  #frame = 0
  #readRemarksAnew = oneAtATime(() => this.#againUntilRead(() => this.#remarks()))
  #readMeAnew = oneAtATime(() => this.#againUntilRead(() => this.#me()))
  #readRightsAnew = oneAtATime(() => this.#againUntilRead(() => this.#allowed()))
  #readNumbersAnew = oneAtATime(() => this.#againUntilRead(() => this.#numbersOfThePack()))

  /** @param {any} opened as the API gives it @param {import('./pages.js').Pages} pages already on the screen */
  constructor(opened, pages) {
    this.opened = opened
    this.pages = pages
    this.paper = opened.paper
    this.version = opened.version
    this.live = openLive({ meeting: opened.meeting.id })
    this.rights = new Set(opened.me.rights)
    this.numbers = new WholePack(opened.pack, opened.paper.id)
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
    this.#makePen()
    this.ways = new ReadingWays(this)
  }

  async open() {
    new LiveLine(this.live).connect()
    this.#head()
    for (const part of [this.print, this.view, new ZoomGestures(this.pages), new Swipe(this.pages, direction => this.turner.turn(direction)), this.turner, this.keeper, this.sheet, this.selection, this.taps, this.side, this.pen, this.notes, this.previews, this.typing, this.leading, this.call, this.ways, this.beside]) part.connect()
    new Menus().connect()
    sayInOwnWords()
    new StayHere(this.live).connect()
    new VersionChoice(this.live, this.notice, this.opened, this).connect()
    new ReaderFacts(this).connect()
    this.live.on('status', status => { if (status === 'online') this.pages.retry() })
    this.pages.dress([this.markLayer, this.search.layer, this.text, this.inkLayer, this.notes, this.paragraphs])
    this.search.begin(this.#asked)
    this.#sayIfUnread()
    if (!this.#asked.get('page')) this.keeper.begin(this.opened.place)
    await this.#loadRemarks()
    this.#gatherThumbnails()
    offerToKeep(this.keeping, this.live, this.notice, { person: this.me.person, meeting: this.opened.meeting.id, heads: this.opened.heads })
  }

  redraw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.pages.redraw(this.paragraphs)
      this.pages.redraw(this.markLayer)
      this.pages.redraw(this.inkLayer)
      this.pages.redraw(this.notes)
      this.print.draw()
      this.sheet.draw()
      this.markList.draw()
      this.marker.look(this.annotations)
      this.unplaced.draw()
    })
  }

  choose(paragraph, how) {
    if (this.unplaced.take(paragraph)) return
    this.#light(how?.region ? { ...paragraph, boxes: [how.region] } : paragraph)
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
    this.turner = new PageTurner(this.view, this.numbers)
    this.keeper = new PlaceKeeper({ live: this.live, pages: this.view, paper: this.paper.id, version: this.version.id,
      offer: (...words) => this.notice.show('place', ...words), withdraw: () => this.notice.hide('place') })
    this.headings = new Headings({ source: this.source, go })
    this.thumbnails = new Thumbnails({ sizes: this.version.pages, picture: this.pages.picture, go, current: () => this.view.current })
    this.beside = new Beside({ opened: this.opened, pages: this.pages, view: this.view, live: this.live })
    this.keeping = h('div', { class: 'keeping' })
    this.pack = new PackList({ meeting: this.opened.meeting.id, paper: this.paper.id, version: this.version.id, keeping: this.keeping, beside: this.beside })
  }

  #makeRemarks() {
    this.typing = new Typing({ live: this.live, paper: this.paper.id, version: this.version.id, changed: () => this.redraw() })
    this.sheet = new CommentSheet({
      typing: this.typing,
      live: this.live, comments: this.comments, drafts: this.drafts, rights: this.rights, paper: this.paper.id,
      closed: () => this.#light(null), tools: paragraph => this.#toolsFor(paragraph),
    })
    this.followedDrafts = new FollowedDrafts({
      live: this.live, drafts: this.drafts, notice: this.notice, paper: this.paper.id, version: this.version,
      moved: paragraph => this.sheet.drafted(paragraph), open: (page, paragraph) => this.#goTo(page, paragraph),
    })
    this.paragraphs = new ParagraphLayer({ pages: this.pages, source: this.source, index: this.index, comments: this.comments, typing: this.typing, choose: paragraph => this.choose(paragraph) })
    this.taps = new Taps(this.pages, point => this.#tapped(point))
  }

  #makeMarks() {
    this.hand = new HandTool({ version: this.version.id, index: this.index, source: this.source, done: () => this.sheet.close() })
    this.marker = new Marker({ live: this.live, drafts: this.drafts, paper: this.paper.id, version: this.version.id, meeting: this.opened.meeting.id, me: this.me.person, rights: this.rights })
    this.markLayer = new MarkLayer({ annotations: this.annotations, layout: this.pages.layout })
    this.markList = new MarksTab({ annotations: this.annotations, marker: this.marker, live: this.live, meeting: this.opened.meeting.id, paper: this.paper, goTo: box => this.view.goTo(box) })
    this.selection = new SelectionBar({
      pages: this.pages, text: this.text, marker: this.marker,
      may: this.#may(), comment: target => this.#commentOn(target),
    })
    this.unplaced = new Unplaced({
      live: this.live, notice: this.notice, paper: this.paper, version: this.version, rights: this.rights,
      comments: this.comments, annotations: this.annotations, targetOf: paragraph => this.#targetOf(paragraph),
      makeRoom: () => this.sheet.close(),
    })
    this.notes = new PageNotes({ pages: this.pages, annotations: this.annotations, marker: this.marker, index: this.index, source: this.source, busy: () => this.unplaced.waiting })
    this.search = new PaperSearch({
      version: this.version.id, meeting: this.opened.meeting.id, pages: this.pages, view: this.view, print: this.print, source: this.source, index: this.index,
    })
    this.side = new SidePanel({ headings: this.headings, search: this.search.panel, thumbnails: this.thumbnails, marks: this.markList, pack: this.pack })
  }

  #makePen() {
    const { pages, annotations, live, drafts, rights, view } = this
    this.inkLayer = new InkLayer({ annotations, layout: pages.layout })
    const acts = new InkActs({
      live, annotations, drafts, layout: pages.layout, paper: this.paper.id, version: this.version.id, paragraphAt: (page, x, y) => this.index.at(page, x, y),
    })
    const [paper, version] = [this.paper.id, this.version.id]
    this.previews = new InkPreviews({ live, pages, paper, version })
    this.pen = new PenTool({
      pages, view, acts, drafts, rights, makeRoom: () => this.sheet.close(), drawing: (...drawn) => this.previews.say(...drawn),
      note: (...where) => this.notes.write(...where),
    })
    this.leading = new Leading({ live, view, rights, meeting: this.opened.meeting.id, paper, version })
    this.call = new LeadCall({ live, view, notice: this.notice, paper, me: this.me.person })
  }

  #head() {
    const { item, neighbours } = this.opened
    fill(find('#downloads .menu-panel'), downloadsOf(this.version.id), this.keeping)
    document.title = `${this.paper.title} · ${_('Phiên')}`
    find('#paper-title').textContent = this.paper.title
    find('#wall').hidden = !['chair', 'secretary'].includes(this.opened.me.role)
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
      this.live.join(StreamHeads.least(this.opened.heads, await this.#remarks()))
      this.#chooseAsked()
      this.markList.begin(this.#asked)
      this.#followDrafts()
    } catch (fault) {
      if (!fault.status) return setTimeout(() => this.#loadRemarks(), AGAIN)
      this.notice.show('remarks', fault.message)
    }
  }

  /** What was said of older versions has its place here now. */
  carried() {
    this.#followDrafts()
    return this.#readRemarksAnew()
  }

  /** Another seat, other rights: what it opens is there from now on, and what it closes goes. */
  reseated() {
    return this.#readMeAnew()
  }

  /** The meeting has ended, or goes on after all: all hear of it in one moment, and do not ask in one. */
  async turned() {
    await new Promise(resolve => setTimeout(resolve, Math.random() * SPREAD))
    return this.#readRightsAnew()
  }

  /** The pages of a draft are called otherwise than before. */
  countAnew() {
    return this.#readNumbersAnew()
  }

  async #me() {
    const looked = this.sheet.paragraph
    const heads = await this.#allowed()
    const read = await this.#remarks()
    if (looked && this.sheet.paragraph === looked) this.sheet.open(looked, { focus: false, region: this.sheet.region })
    return StreamHeads.least(heads, read)
  }

  async #allowed() {
    const { me, meeting, heads } = await api.get(`/papers/${this.paper.id}`)
    Object.assign(this.opened, { me, meeting })
    const could = this.rights.has('paragraph:comment')
    this.rights.clear()
    for (const right of me.rights) this.rights.add(right)
    const can = this.rights.has('paragraph:comment')
    if (can) this.notice.hide('silenced')
    else if (could) this.notice.show('silenced', whySilent(meeting))
    if (can !== could && this.sheet.paragraph) this.sheet.open(this.sheet.paragraph, { focus: false, region: this.sheet.region })
    return heads
  }

  async #numbersOfThePack() {
    this.numbers.load(await api.get(`/meetings/${this.opened.meeting.id}/pack`))
  }

  /** Facts that came before the answer are told again: it may be older than they are. */
  async #againUntilRead(read) {
    for (;;) {
      try {
        const heads = await read()
        if (heads) this.live.join(StreamHeads.least(this.live.heads, heads))
        return
      } catch (fault) {
        if (fault.status === 404) return leave('/meetings')
        if (fault.status) return
        await new Promise(resolve => setTimeout(resolve, AGAIN))
      }
    }
  }

  #may() {
    const { rights } = this
    return { get comment() { return rights.has('paragraph:comment') } }
  }

  #followDrafts() {
    if (this.rights.has('paragraph:comment')) this.followedDrafts.follow()
  }

  /** The paper was read anew: a scan was recognised, or a paragraph was set right by hand. */
  async reread() {
    this.notice.hide('recognition')
    const looked = this.sheet.paragraph
    this.source.forget()
    this.headings.forget()
    this.text.forget(this.pages.mounted)
    this.pages.dress([])
    await Promise.all([this.print.forget(), this.carried()])
    if (looked) await this.source.need(looked.boxes[0][0]).catch(() => null)
    if (!looked || this.sheet.paragraph !== looked) return   // another one was chosen meanwhile
    const now = this.index.get(looked.id) ?? this.#inThePlaceOf(looked)
    if (now) this.choose(now, { focus: false })
    else this.sheet.close()
  }

  /** What was joined to another paragraph is read there. */
  #inThePlaceOf({ boxes: [[page, x0, y0, x1, y1]] }) {
    return this.index.at(page, (x0 + x1) / 2, (y0 + y1) / 2)
  }

  /** Off line a jump shows something at once. */
  #gatherThumbnails() {
    const { pages, me, opened } = this
    const addressOf = page => pages.picture(page, THUMBNAIL)
    return gatherThumbnails({ person: me.person, meeting: opened.meeting.id, count: pages.layout.count, addressOf }, pages.thumbnails)
  }

  /** A scan shows its pages before its words have been read. */
  #sayIfUnread() {
    if (!['waiting', 'processing'].includes(this.version.recognition)) return
    this.notice.show('recognition', _('Đây là bản quét, máy chủ đang nhận dạng chữ. Trong lúc chờ, ông/bà vẫn đọc và góp ý theo trang được.'))
  }

  async #remarks() {
    const query = `?version=${this.version.number}`
    const [comments, annotations] = await Promise.all([
      api.get(`/papers/${this.paper.id}/comments${query}`), api.get(`/papers/${this.paper.id}/annotations${query}`)])
    this.comments.load(comments.comments)
    this.annotations.load(annotations.annotations)
    this.redraw()
    return StreamHeads.least(comments.heads, annotations.heads)
  }

  /** A tap is not lost on a page whose paragraphs are only on their way. */
  async #tapped({ page, x, y }) {
    const mark = this.annotations.at(page, x, y, this.pages.layout.ratio(page))
    if (mark && !this.unplaced.waiting) return this.marker.open(mark, this.index.at(page, x, y) ? () => this.#chooseUnder({ page, x, y }) : null)
    return this.#chooseUnder({ page, x, y })
  }

  async #chooseUnder({ page, x, y }) {
    await this.source.need(page).catch(() => null)
    const paragraph = this.index.at(page, x, y)
    if (paragraph) this.choose(paragraph, { region: regionOf(paragraph, page, x, y) })
  }

  #toolsFor(paragraph) {
    const words = Boolean(paragraph.text.trim())
    return [words && this.ways.aloudFrom(paragraph), words && this.marker.may && this.#marksFor(paragraph), words && this.rights.has('paper:mend') && this.hand.menu(paragraph)]
  }

  #marksFor(paragraph) {
    const target = () => this.#targetOf(paragraph)
    return [
      h('button', { type: 'button', onclick: async () => this.marker.highlight(await target()) }, _('Tô màu đoạn')),
      h('button', { type: 'button', onclick: async () => this.marker.note(await target()) }, _('Ghi chú')),
    ]
  }

  async #targetOf(paragraph) {
    return { ...(await this.text.textOf(paragraph.boxes[0][0])).targetOfParagraph(paragraph), paragraph: paragraph.id }
  }

  /** Chosen words become the beginning of a remark on their paragraph. */
  #commentOn({ boxes, selectors: [{ exact }] }) {
    const paragraph = this.#inThePlaceOf({ boxes })
    if (!paragraph) return
    this.choose(paragraph, { focus: false })
    if (exact.length < paragraph.text.length * 0.9 && exact.length < 300) this.sheet.form?.add(`“${exact.replace(/\s+/g, ' ')}”: `)
    else this.sheet.form?.words.focus()
  }

  // A link may ask for a page, and a paragraph on it: #page=3&paragraph=55

  get #asked() {
    return new URLSearchParams(location.hash.slice(1))
  }

  async #chooseAsked() {
    const [page, id] = ['page', 'paragraph'].map(name => Number(this.#asked.get(name)))
    if (page && id) await this.#chooseAt(page, id)
  }

  async #goTo(page, id) {
    await this.view.go(page)
    await this.#chooseAt(page, id)
  }

  async #chooseAt(page, id) {
    await this.source.need(page)
    const paragraph = this.index.get(id)
    if (paragraph) this.choose(paragraph)
  }
}

function whySilent({ state }) {
  return state === 'closed'
    ? _('Phiên họp đã kết thúc, từ bây giờ chỉ còn xem được. Lời viết dở vẫn được giữ trên máy này.')
    : _('Từ bây giờ ông/bà dự phiên họp này để đọc và theo dõi, không góp ý được nữa. Lời viết dở vẫn được giữ trên máy này.')
}

const REACH = { across: 1500, down: 300 }

/** Where a page was tapped whose words are not known: the place is remembered with the remark. */
function regionOf({ kind }, page, x, y) {
  if (kind !== 'page') return null
  const within = value => Math.round(Math.min(UNIT, Math.max(0, value)))
  return [page, within(x - REACH.across), within(y - REACH.down), within(x + REACH.across), within(y + REACH.down)]
}
