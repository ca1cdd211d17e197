/** Makes, changes and takes away the person's marks. */
import { _ } from '../helpers/i18n.js'
import { h } from '../helpers/dom.js'
import { limited } from '../helpers/limited.js'
import { colours, onItsWay, seenBy } from '../helpers/words.js'
import { isWash } from '../models/ink.js'
import { naming, takeBack } from '../models/made_here.js'
import { isPageNote } from '../models/page_note.js'
import { LONGEST } from './comment_form.js'
import { choose, confirm, open as openDialog } from './confirmation.js'
import { askAudience } from './share_dialog.js'

const LAST_COLOUR = 'colour'

export class Marker {
  #shown = null

  /** @param {{live: any, drafts: any, paper: number, version: number, meeting: number, me: number, rights: Set<string>}} parts */
  constructor(parts) {
    this.live = parts.live
    this.drafts = parts.drafts
    this.paper = parts.paper
    this.version = parts.version
    this.meeting = parts.meeting
    this.me = parts.me
    this.rights = parts.rights
  }

  get may() {
    return this.rights.has('paper:annotate')
  }

  get colour() {
    return this.drafts.read(LAST_COLOUR) || 'yellow'
  }

  highlight(target, color = this.colour) {
    this.drafts.keep(LAST_COLOUR, color)
    return this.#create({ motivation: 'highlighting', color, note: '', target })
  }

  async note(target, visibility = 'self') {
    const hint = visibility === 'self' ? _('Chỉ ông/bà thấy ghi chú này, trừ khi ông/bà chia sẻ.') : _('Mọi người trong phiên họp đều thấy ghi chú này.')
    const note = await this.#askForNote(`note:${this.paper}:${visibility}:${target.page}`, { hint })
    if (note?.trim()) this.#create({ motivation: 'commenting', color: this.colour, note: note.trim(), visibility, target })
  }

  /**
   * Show a mark with what may be done about it.
   * @param {any} mark @param {(() => void)|null} [comment] opens the remarks on the paragraph that it lies on
   */
  async open(mark, comment = null) {
    const words = h('div', { class: 'mark-words' })
    if (mark.html) words.innerHTML = mark.html   // cleaned by the server
    else words.textContent = mark.note ?? ''
    const shown = this.#shown = { mark, gone: new AbortController() }
    const picked = await choose({
      signal: shown.gone.signal,
      title: mark.mine ? nameOf(mark) : _('%(name)s chia sẻ', { name: mark.creator.name }),
      body: [!mark.ink && quoteOf(mark) && h('blockquote', { class: 'quoted' }, quoteOf(mark)), mark.note && words, h('p', { class: 'muted small' }, this.#whoSees(mark)), mark.mine && this.#palette(mark)],
      choices: this.#choices(mark, comment),
    })
    if (this.#shown === shown) this.#shown = null
    if (picked === 'comment') comment?.()
    else this.#act(picked, mark)
  }

  /** Somebody else's mark that is no longer shared is not read on in its dialog. @param {import('../models/annotation_list.js').AnnotationList} annotations */
  look(annotations) {
    if (this.#shown && !this.#shown.mark.mine && !annotations.find(this.#shown.mark.key)) this.#shown.gone.abort()
  }

  get mayShare() {
    return this.rights.has('annotation:share')
  }

  /** Ask whom marks are for, which are one thing to their author, and tell so of each. */
  async share(marks) {
    const [{ visibility, people = [] }] = marks
    const audience = await askAudience({ visibility, people }, { meeting: this.meeting, me: this.me })
    if (audience) for (const mark of marks) this.change(mark, audience)
  }

  remove(mark) {
    takeBack(this.live, 'annotation', mark)
  }

  change(mark, changed) {
    return this.live.send('annotation.change', { ...naming('annotation', mark), revision: mark.revision, ...changed })
  }

  #create(words) {
    return this.live.send('annotation.create', { paper: this.paper, version: this.version, visibility: 'self', ...words })
  }

  #choices(mark, comment) {
    const own = mark.mine
    return [
      comment && { value: 'comment', label: _('Góp ý của đoạn này') },
      own && { value: 'note', label: mark.note ? _('Sửa ghi chú') : _('Thêm ghi chú') },
      own && this.mayShare && { value: 'share', label: mark.visibility === 'self' ? _('Chia sẻ') : _('Đổi người được xem') },
      own && mark.visibility !== 'self' && { value: 'keep', label: _('Thôi chia sẻ') },
      own && { value: 'remove', label: _('Xóa'), kind: 'danger' },
      { value: null, label: _('Đóng'), kind: 'primary' },
    ].filter(Boolean)
  }

  async #act(picked, mark) {
    if (picked === 'share') this.share([mark])
    if (picked === 'keep') this.change(mark, { visibility: 'self' })
    if (picked === 'remove' && await sureOf(mark)) this.remove(mark)
    if (picked !== 'note') return
    const note = await this.#askForNote(`note:of:${mark.operation_id}`, { text: mark.note })
    if (note === null || note.trim() === mark.note) return
    if (!note.trim() && isPageNote(mark)) this.remove(mark)   // nothing else would be left of it
    else this.change(mark, { note: note.trim() })
  }

  /** @param {string} about what the words are kept under until they are saved or given up @param {{text?: string, hint?: string}} asked */
  #askForNote(about, { text = '', hint }) {
    const keep = words => this.drafts.keep(about, words === text ? '' : words)
    return askForNote({ text: this.drafts.read(about) || text, hint, keep, giveUp: () => keep(text) })
  }

  #palette(mark) {
    return h('div', { class: 'palette', role: 'group', 'aria-label': _('Màu') }, colours().map(([name, words]) => h('button', {
      type: 'button', class: `swatch ${name}`, 'aria-pressed': `${mark.color === name}`, onclick: event => {
        this.change(mark, { color: name })
        event.target.closest('dialog').close()
      },
    }, words)))
  }

  #whoSees(mark) {
    return [_('Người được xem: %(people)s', { people: seenBy(mark) }), onItsWay(mark.state)].filter(Boolean).join(' · ')
  }
}

/** What a mark of one's own is called. */
export function nameOf(mark) {
  const { ink, note } = mark
  if (isWash(mark)) return _('Nét tô của tôi')
  if (ink) return _('Nét bút của tôi')
  return note ? _('Ghi chú của tôi') : _('Đánh dấu của tôi')
}

export const quoteOf = ({ target }) => target.selectors.find(({ type }) => type === 'TextQuoteSelector')?.exact ?? ''

/** Words are not thrown away by one tap beside the one that closes. */
async function sureOf(mark) {
  if (!mark.note?.trim() && mark.visibility === 'self') return true
  return confirm({
    title: mark.note ? _('Xóa ghi chú này?') : _('Xóa dấu này?'), text: mark.note || _('Những người được chia sẻ cũng không còn thấy nó nữa.'),
    yes: _('Xóa'), no: _('Giữ lại'), danger: true,
  })
}

/**
 * Only a button gives words up: a key, the way back and a reload do not.
 * @param {{text: string, hint?: string, keep: (words: string) => void, giveUp: () => void}} asked
 * @returns {Promise<string|null>} null when nothing is to be saved
 */
function askForNote({ text, hint, keep, giveUp }) {
  return new Promise(resolve => {
    const words = h('textarea', { rows: 5, oninput: () => keep(words.value) })
    words.value = text
    const dialog = h('dialog', { 'aria-labelledby': 'note-title' },
      h('form', { method: 'dialog', onsubmit: () => { resolve(words.value); giveUp() } },
        h('h2', { id: 'note-title' }, _('Ghi chú')),
        h('label', { class: 'field' }, h('span', {}, _('Nội dung')), words, limited(words, LONGEST).element, hint && h('small', {}, hint)),
        h('div', { class: 'actions end' },
          h('button', { type: 'button', onclick: () => { giveUp(); dialog.close() } }, _('Thôi')),
          h('button', { class: 'primary' }, _('Lưu ghi chú')))))
    openDialog(dialog, () => resolve(null))
    words.focus()
  })
}
