/** One paper on the desk: its name, its pages, how its reading goes, and what can be done with it. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { countComments, countPages, packPages, stateOfScans, stateOfVersion } from '../helpers/labels.js'

export class PaperRow {
  /** @param {any} paper @param {any} acts of the agenda editor */
  constructor(paper, acts) {
    this.acts = acts
    this.paper = paper
    this.link = h('a', { href: `/papers/${paper.id}` })
    this.facts = h('span', { class: 'facts' })
    this.bar = h('progress', { max: 1 })
    this.note = h('span', { class: 'small', role: 'status' })
    this.uploads = h('ul', { class: 'plain' })
    this.element = h('li', { class: 'paper', 'data-paper': paper.id },
      h('div', { class: 'paper-text' }, this.link, this.facts, this.bar, this.note, this.uploads),
      acts.may.change && this.#menu())
  }

  update(paper, moves) {
    this.paper = paper
    const { version } = paper
    this.link.textContent = paper.title
    this.facts.textContent = [
      version.state === 'ready' && countPages(version.page_count), packPages(paper),
      version.number > 1 && _('bản %(number)s', { number: version.number }),
      paper.comments > 0 && countComments(paper.comments),
    ].filter(Boolean).join(' · ')
    this.#showProgress(version)
    this.#showMoves(moves)
  }

  #showProgress({ state, pages_done, page_count, problem, ...version }) {
    const working = state === 'waiting' || state === 'processing'
    this.bar.hidden = !working
    this.bar.setAttribute('aria-label', _('Đang xử lý %(title)s', { title: this.paper.title }))
    if (page_count && state === 'processing') this.bar.value = (pages_done ?? 0) / page_count
    else this.bar.removeAttribute('value')
    this.note.textContent = working || state === 'failed' ? stateOfVersion({ state, pages_done, page_count, problem, ...version }) : problem || stateOfScans(version)
    this.note.classList.toggle('bad', state === 'failed')
    this.note.classList.toggle('muted', state !== 'failed')
  }

  #showMoves(moves) {
    if (!this.up) return
    this.original.href = `/api/versions/${this.paper.version.id}/file`
    this.changes.href = `/papers/${this.paper.id}/changes`
    this.changes.hidden = this.back.hidden = this.paper.versions.length < 2
    this.copy.href = `/api/versions/${this.paper.version.id}/copy`
    this.up.setAttribute('aria-disabled', `${!moves.up}`)
    this.down.setAttribute('aria-disabled', `${!moves.down}`)
  }

  #menu() {
    const { acts } = this
    const act = (words, does, more = {}) => h('button', { type: 'button', onclick: event => does(this.paper, event.currentTarget), ...more }, words)
    this.up = act(_('Đưa lên'), (paper, button) => acts.papers.move(paper, 'up', button), { 'data-stay': true })
    this.down = act(_('Đưa xuống'), (paper, button) => acts.papers.move(paper, 'down', button), { 'data-stay': true })
    this.file = h('input', { type: 'file', hidden: true, onchange: () => this.#replace() })
    return h('details', { class: 'menu' },
      h('summary', { class: 'button' }, _('Tùy chọn'), h('span', { class: 'hidden-words' }, this.paper.title)),
      h('div', { class: 'menu-panel' },
        act(_('Thay bằng bản mới…'), () => this.file.click()), this.file,
        this.back = act(_('Quay về bản cũ…'), paper => acts.papers.restore(paper)),
        this.changes = h('a', { class: 'button' }, _('Xem chỗ thay đổi')),
        act(_('Đổi tên…'), paper => acts.papers.rename(paper)),
        act(_('Chuyển sang nội dung khác…'), paper => acts.papers.send(paper)),
        this.up, this.down,
        this.copy = h('a', { class: 'button', download: true }, _('Tải bản PDF')),
        this.original = h('a', { class: 'button', download: true }, _('Tải tệp gốc')),
        act(_('Xóa tài liệu…'), paper => acts.papers.remove(paper), { class: 'danger' })))
  }

  #replace() {
    const [file] = this.file.files
    if (file) this.acts.uploads.add([file], { paper: this.paper.id })
    this.file.value = ''
    find('summary', this.element).focus()
  }
}
