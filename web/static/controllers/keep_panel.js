/** Keeping a meeting on this device: how far it is in words, and the buttons that begin, pause and end it. */
import { fill, h, oncePerFrame } from '../helpers/dom.js'
import { number, size } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { canKeep, keepAlways, keepsAlways } from '../channels/kept_meetings.js'
import { Keeper } from '../channels/keeper.js'
import { confirm } from './confirmation.js'
import { announce } from './notices.js'

/** Within how long tablets begin that all open a meeting at its beginning, in milliseconds. */
const SPREAD = 10_000
const BUTTONS = {
  none: ['keep'], keeping: ['pause'], waiting: ['pause'], paused: ['resume', 'remove'], kept: ['remove'],
  full: ['resume', 'remove'], trouble: ['resume', 'remove'], elsewhere: [],
}

export class KeepPanel {
  #words = h('p', { class: 'keep-words' })
  #bar = h('progress', { max: 1, 'aria-label': _('Đang lưu phiên họp vào máy') })
  #actions = h('div', { class: 'actions' })
  #shown = ''
  element = h('section', { class: 'keep', 'aria-label': _('Đọc khi mất mạng') })

  /** @param {number} meeting @param {{always?: boolean}} [how] always: offers to keep whatever is opened on this device */
  constructor(meeting, { always = false } = {}) {
    if (!canKeep()) return void fill(this.element, whyNot())
    this.keeper = new Keeper({ meeting, changed: oncePerFrame(() => this.#draw()) })
    fill(this.element, this.#words, this.#bar, this.#actions, always && this.#always())
    this.#draw()
  }

  /** See what there is, and go on with what was begun. @returns {Promise<any|null>} what this device has of the meeting */
  async begin() {
    if (!this.keeper) return null
    const record = await this.keeper.look()
    if (record && this.keeper.state === 'waiting') this.keeper.keep()
    else if (!record && keepsAlways()) setTimeout(() => this.keeper.keep(), Math.random() * SPREAD)
    return record
  }

  #draw() {
    const { state, progress } = this.keeper
    this.element.dataset.state = state
    this.#words.textContent = words(state, progress)
    this.#bar.hidden = !['keeping', 'waiting', 'paused', 'full'].includes(state)
    this.#bar.value = progress.done / Math.max(1, progress.pages)
    if (state === this.#shown) return
    if (this.#shown) announce(words(state, progress))
    this.#shown = state
    fill(this.#actions, BUTTONS[state].map(act => this.#button(act)))
  }

  #button(act) {
    const { keeper } = this
    const [label, kind, press] = {
      keep: [_('Lưu cả phiên họp vào máy'), 'primary', () => keeper.keep()],
      pause: [_('Tạm dừng'), '', () => keeper.pause()],
      resume: [_('Lưu tiếp'), 'primary', () => keeper.keep()],
      remove: [_('Xoá khỏi máy'), '', () => this.#remove()],
    }[act]
    return h('button', { type: 'button', class: kind, 'data-stay': true, onclick: press }, label)
  }

  async #remove() {
    const sure = await confirm({
      title: _('Xoá phiên họp này khỏi máy?'), yes: _('Xoá khỏi máy'),
      text: _('Tài liệu vẫn còn trên máy chủ; khi có mạng ông/bà vẫn mở được, và có thể lưu lại.'),
    })
    if (sure) await this.keeper.remove()
  }

  #always() {
    const box = h('input', { type: 'checkbox', checked: keepsAlways(), onchange: () => {
      keepAlways(box.checked)
      if (box.checked && this.keeper.state === 'none') this.keeper.keep()
    } })
    return h('label', { class: 'choice' }, box, h('span', {}, _('Máy này tự lưu mọi phiên họp được mở')))
  }
}

function words(state, { done, pages, bytes }) {
  const far = { done: number(done), pages: number(pages) }
  const saved = pages ? _('Đã lưu %(done)s/%(pages)s trang', far) : _('Đang chuẩn bị lưu…')
  return {
    none: _('Lưu vào máy thì mất mạng vẫn đọc, đánh dấu và góp ý được.'),
    keeping: saved,
    waiting: `${saved}. ${_('Đang chờ mạng, có mạng sẽ tự lưu tiếp.')}`,
    paused: `${saved}. ${_('Đang tạm dừng.')}`,
    kept: _('Đã lưu cả phiên họp trên máy này: %(pages)s trang, %(size)s. Mất mạng vẫn đọc được.', { ...far, size: size(bytes) }),
    full: `${saved}. ${_('Bộ nhớ của máy đã đầy. Xin xoá bớt phiên họp đã lưu hoặc tệp khác trên máy, rồi bấm “Lưu tiếp”.')}`,
    trouble: `${saved}. ${_('Chưa lưu được hết. Xin bấm “Lưu tiếp” để thử lại; nếu vẫn không được, xin dùng Chrome, Edge hoặc Safari bản mới.')}`,
    elsewhere: _('Đang lưu ở một cửa sổ khác.'),
  }[state]
}

/** Said where somebody looks for it, once: without https a browser keeps nothing. */
function whyNot() {
  return h('details', {}, h('summary', {}, _('Đọc khi mất mạng: chưa dùng được ở đây')),
    h('p', {}, globalThis.isSecureContext
      ? _('Trình duyệt này không lưu được tài liệu vào máy. Xin dùng Chrome, Edge hoặc Safari bản mới.')
      : _('Trang đang mở qua địa chỉ http, nên trình duyệt không cho lưu tài liệu vào máy. Đọc và góp ý khi có mạng vẫn bình thường. Xin hỏi cán bộ kỹ thuật địa chỉ bắt đầu bằng https.')))
}

