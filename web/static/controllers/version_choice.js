/**
 * Which version of the paper is read; says so when it is not the newest, when a newer one arrives, and
 * when it changed since the person read it.
 */
import { api } from '../helpers/api.js'
import { fill, find, goesThere, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { touchedPages } from '../models/change_list.js'

const COMPARE = 'compare'
const BESIDE = 'beside'

/** In milliseconds: so long is asked where the place is in the other version; after that it begins at its first page. */
const PATIENCE = 1500

export class VersionChoice {
  /** @param {any} live @param {any} notice @param {any} opened @param {{keeper: import('./place_keeper.js').PlaceKeeper, beside: any}} parts */
  constructor(live, notice, { paper, version, place }, { keeper, beside }) {
    this.live = live
    this.notice = notice
    this.paper = paper
    this.version = version
    this.place = place
    this.keeper = keeper
    this.beside = beside
  }

  connect(signal) {
    this.#draw(this.paper.versions)
    find('#versions').addEventListener('change', event => this.#choose(event.target), { signal })
    for (const name of ['paper.replaced', 'paper.ready', 'paper.changed']) this.live.on(name, ({ paper }) => this.#hear(paper), { signal })
    find('#reader-notices').addEventListener('click', event => this.#follow(event), { signal })
    const newest = this.#newest(this.paper)
    if (newest > this.version.number) this.#tell(_('Ông/bà đang xem bản %(old)s. Bản mới nhất là bản %(new)s.', { old: this.version.number, new: newest }), newest)
    else this.#tellWhatChanged()
  }

  #choose(select) {
    const { value } = select
    select.value = this.version.number   // should the person come back to this page
    if (value === BESIDE) return this.beside.open({ paper: this.paper.id, version: this.#other })
    if (value === COMPARE) return location.assign(this.#changes(this.version.number))
    return this.#goOnIn(value)
  }

  #follow(event) {
    if (!goesThere(event) || !event.target.closest('[data-kind="version"] a')) return
    event.preventDefault()
    this.#goOnIn(this.told)
  }

  /** One reads on in the other version where one was in this one. */
  async #goOnIn(number) {
    const place = await Promise.race([this.#placeIn(number).catch(() => null), new Promise(resolve => setTimeout(resolve, PATIENCE))])
    location.assign(this.#address(number) + (place?.page > 1 ? `#page=${place.page}` : ''))
  }

  async #placeIn(number) {
    await this.keeper.keep()
    return (await api.get(`/papers/${this.paper.id}?version=${number}`)).place
  }

  #draw(versions) {
    find('#version-choice').hidden = versions.length < 2
    fill(find('#versions'), versions.map(({ number }) => h('option', { value: number, selected: number === this.version.number }, _('Bản %(number)s', { number }))),
      h('option', { value: BESIDE }, _('Xem hai bản cạnh nhau')), h('option', { value: COMPARE }, _('So sánh các bản…')))
  }

  /** The person read an older version: say how much of it has changed. */
  async #tellWhatChanged() {
    const read = this.paper.versions.find(({ id }) => id === this.place?.read_on)
    if (!read || read.number >= this.version.number) return
    const found = await api.get(`/papers/${this.paper.id}/changes?from=${read.number}&to=${this.version.number}`).catch(() => null)
    if (!found) return
    const words = found.changes.length
      ? _('Từ khi ông/bà đọc bản %(old)s, tài liệu đã thay đổi %(changes)s chỗ, trên %(pages)s trang.', { old: read.number, changes: found.changes.length, pages: touchedPages(found) })
      : _('Từ khi ông/bà đọc bản %(old)s, chữ trong tài liệu không thay đổi.', { old: read.number })
    this.notice.show('changed', words, found.changes.length && _('Xem chỗ thay đổi'), this.#changes(this.version.number, read.number))
  }

  #hear(paper) {
    if (paper.id !== this.paper.id) return
    find('#paper-title').textContent = paper.title
    this.#draw(paper.versions)
    const newest = this.#newest(paper)
    if (newest > Math.max(this.version.number, this.told ?? 0)) this.#tell(_('Tài liệu này đã có bản mới (bản %(new)s).', { new: newest }), newest)
  }

  #tell(words, newest) {
    this.told = newest
    this.notice.show('version', words, _('Xem bản %(new)s', { new: newest }), this.#address(newest))
  }

  /** The version to lay beside this one: the one before, or the next. */
  get #other() {
    const numbers = this.paper.versions.map(({ number }) => number)
    return numbers.findLast(number => number < this.version.number) ?? numbers.find(number => number > this.version.number)
  }

  #newest(paper) {
    return Math.max(paper.version.number, ...paper.versions.map(({ number }) => number))
  }

  #changes(to, from) {
    return `/papers/${this.paper.id}/changes?${from ? `from=${from}&` : ''}to=${to}`
  }

  #address(number) {
    return `/papers/${this.paper.id}?version=${number}`
  }
}
