/** What changed between two versions of a paper: chosen, counted, stepped through one by one. */
import { ParagraphSource } from '../channels/paragraph_source.js'
import { api } from '../helpers/api.js'
import { boot } from '../helpers/boot.js'
import { fill, find, h } from '../helpers/dom.js'
import { moment } from '../helpers/format.js'
import { _, ngettext } from '../helpers/i18n.js'
import { ChangeList } from '../models/change_list.js'
import { ParagraphIndex } from '../models/paragraph_index.js'
import { ChangeCard, kindInWords } from './change_card.js'
import { Menus } from './menus.js'

const AGAIN = 3000
const KEYS = { ArrowDown: 1, n: 1, ArrowUp: -1, p: -1 }

class ChangesScreen {
  #root = find('#changes')
  #cards = new Map()
  #list = h('ol', { class: 'plain change-list' })
  #summary = h('div', { role: 'status' })
  #kinds = h('div', { class: 'actions', role: 'group', 'aria-label': _('Chọn loại thay đổi') })
  #position = h('span', { class: 'change-position' })

  async open() {
    new Menus().connect()
    const asked = new URLSearchParams(location.search)
    this.paper = await this.#asked(() => api.get(`/papers/${boot.paper}`))
    if (!this.paper) return
    const numbers = this.paper.paper.versions.map(({ number }) => number)
    find('#changes-paper').textContent = this.paper.paper.title
    if (numbers.length < 2) return this.#say(_('Tài liệu này mới có một bản, chưa có gì để so sánh.'))
    const newest = Number(asked.get('to')) || numbers.at(-1)
    await this.#compare(Number(asked.get('from')) || numbers.findLast(number => number < newest) || numbers[0], newest)
  }

  async #compare(from, to) {
    this.pair = { from, to }
    this.#say(_('Đang so sánh hai bản…'))
    const query = `from=${from}&to=${to}`
    const found = await this.#asked(() => api.get(`/papers/${boot.paper}/changes?${query}`))
    const [old, now] = found ? [await this.#side(from), await this.#side(to)] : []
    if (!old || !now) return
    history.replaceState(null, '', `?${query}`)
    this.changes = new ChangeList(found)
    this.sides = { old, new: now }
    this.#cards.clear()
    this.#frame()
    this.#draw()
  }

  /** One version with what is needed to show a piece of its pages. */
  async #side(number) {
    const opened = await this.#asked(() => api.get(`/papers/${boot.paper}?version=${number}`))
    if (!opened) return null
    const { version } = opened
    const index = new ParagraphIndex()
    return { number, version, index, source: new ParagraphSource(version.id, index) }
  }

  /** Ask until there is an answer, or until another pair is chosen; a paper that is still being read is asked for again. */
  async #asked(ask) {
    const { pair } = this
    while (pair === this.pair) {
      try {
        const answer = await ask()
        return pair === this.pair ? answer : null
      } catch (refused) {
        if (pair !== this.pair) break
        this.#say(refused.message)
        if (refused.status && refused.code !== 'version.not_ready') break
        await new Promise(resolve => setTimeout(resolve, AGAIN))
      }
    }
    return null
  }

  #say(sentence) {
    this.#root.className = 'loading'
    fill(this.#root, h('p', { role: 'status' }, sentence), this.paper && this.#choosing())
  }

  #frame() {
    this.#root.className = ''
    fill(this.#root, this.#choosing(), this.#summary, this.#kinds, this.#list,
      this.changes.all.length > 0 && h('nav', { class: 'change-steps', 'aria-label': _('Xem từng chỗ') },
        h('button', { type: 'button', onclick: () => this.#step(-1) }, _('Chỗ trước')), this.#position,
        h('button', { type: 'button', class: 'primary', onclick: () => this.#step(1) }, _('Chỗ sau'))))
    document.onkeydown = event => {
      const direction = KEYS[event.key]
      if (direction && !(event.target instanceof Element && event.target.closest('select, input, summary')) && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault()
        this.#step(direction)
      }
    }
  }

  #choosing() {
    const versions = this.paper.paper.versions
    if (versions.length < 2) return null
    const select = (name, chosen) => h('select', { name, onchange: () => this.#chosen() },
      versions.map(({ number, created }) => h('option', { value: number, selected: number === chosen }, _('Bản %(number)s, gửi lúc %(when)s', { number, when: moment(created) }))))
    this.choice = { from: select('from', this.pair?.from), to: select('to', this.pair?.to) }
    return h('div', { class: 'pair change-versions' },
      h('label', { class: 'field' }, h('span', {}, _('So sánh từ')), this.choice.from),
      h('label', { class: 'field' }, h('span', {}, _('đến')), this.choice.to))
  }

  #chosen() {
    return this.#compare(Number(this.choice.from.value), Number(this.choice.to.value))
  }

  #draw() {
    const { changes } = this
    fill(this.#summary, summaryOf(changes).map(words => h('p', {}, words)))
    const kinds = Object.entries(changes.counts).filter(([, count]) => count)
    fill(this.#kinds, kinds.length > 1 && [[null, changes.all.length], ...kinds].map(([kind, count]) =>
      h('button', { type: 'button', 'aria-pressed': `${changes.kind === kind}`, onclick: () => { changes.filter(kind); this.#draw() } },
        kind ? kindInWords(kind) : _('Tất cả'), h('span', { class: 'muted small' }, ` ${count}`))))
    fill(this.#list, changes.shown.map(change => this.#card(change).element))
    this.#follow()
  }

  #card(change) {
    if (!this.#cards.has(change)) this.#cards.set(change, new ChangeCard(change, { paper: boot.paper, sides: this.sides, choose: chosen => this.#choose(chosen) }))
    return this.#cards.get(change)
  }

  #choose(change) {
    this.changes.choose(change)
    this.#follow()
  }

  #step(direction) {
    const change = this.changes.step(direction)
    if (!change) return
    this.#follow()
    this.#card(change).element.scrollIntoView({ block: 'start', behavior: 'instant' })
  }

  #follow() {
    for (const [change, card] of this.#cards) card.open(change === this.changes.current)
    this.#position.textContent = this.changes.position ? `${this.changes.position}/${this.changes.shown.length}` : ngettext('%(num)s chỗ', '%(num)s chỗ', this.changes.shown.length)
  }
}

function summaryOf({ all, touched, unread }) {
  const said = [all.length
    ? _('%(changes)s chỗ thay đổi, trên %(pages)s trang.', { changes: all.length, pages: touched })
    : _('Hai bản này không khác nhau chữ nào.')]
  for (const [side, words] of [['old', _('Bản cũ có trang chưa đọc được chữ, nên chưa so sánh được: trang %(pages)s.', { pages: unread.old.join(', ') })],
    ['new', _('Bản mới có trang chưa đọc được chữ, nên chưa so sánh được: trang %(pages)s.', { pages: unread.new.join(', ') })]]) {
    if (unread[side].length) said.push(words)
  }
  return said
}

new ChangesScreen().open()
