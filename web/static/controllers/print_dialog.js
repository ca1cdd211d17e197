/** "In": which pages, and with whose marks; the server makes a PDF of just these, which the browser shows and prints. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { inRanges, pagesIn } from '../models/page_ranges.js'
import { open } from './confirmation.js'

/** @param {{version: number, page: number, count: number}} paper page: the one in view */
export function printPages(paper) {
  new PrintDialog(paper).open()
}

class PrintDialog {
  constructor({ version, page, count }) {
    this.version = version
    this.page = page
    this.count = count
    this.typed = h('input', { type: 'text', inputmode: 'text', autocomplete: 'off', placeholder: '1-3, 7', 'aria-label': _('Các trang cần in'), oninput: () => this.#typing() })
    this.refusal = h('p', { class: 'refusal', role: 'alert' })
    this.begin = h('a', { class: 'button primary', target: '_blank', rel: 'noopener', onclick: event => this.#begin(event) }, _('Mở bản in'))
    this.form = h('form', { onchange: () => this.#look(), onsubmit: event => { event.preventDefault(); this.begin.click() } }, this.#which(), this.#whose(), this.refusal,
      h('p', { class: 'muted' }, _('Bản in mở ra ở một thẻ mới. Ở đó xin chọn In của máy.')),
      h('div', { class: 'actions end' }, h('button', { type: 'button', onclick: () => this.dialog.close() }, _('Quay lại')), this.begin))
    this.dialog = h('dialog', { 'aria-labelledby': 'print-title' }, h('h2', { id: 'print-title' }, _('In tài liệu')), this.form)
  }

  open() {
    open(this.dialog)
    this.#look()
  }

  #which() {
    return h('fieldset', {}, h('legend', {}, _('In trang nào')),
      choice('pages', 'seen', _('Trang đang xem (trang %(page)s)', { page: this.page }), true),
      choice('pages', 'all', _('Cả tài liệu (%(count)s trang)', { count: this.count })),
      choice('pages', 'some', _('Các trang, ví dụ: 1-3, 7')), this.typed)
  }

  #whose() {
    return h('fieldset', {}, h('legend', {}, _('Ghi chú trên bản in')),
      choice('marks', 'own', _('Có ghi chú của tôi'), true),
      choice('marks', 'shared', _('Có cả ghi chú được chia sẻ')),
      choice('marks', 'none', _('Không in ghi chú')))
  }

  /** Whoever types pages wants these. */
  #typing() {
    this.form.elements.pages.value = 'some'
    this.refusal.textContent = ''
    this.#look()
  }

  #look() {
    const { pages, marks } = this.form.elements
    if (pages.value !== 'some') this.refusal.textContent = ''
    const chosen = this.#pages(pages.value)
    this.begin.href = `/api/versions/${this.version}/print.pdf?pages=${chosen.pages ? inRanges(chosen.pages) : encodeURIComponent(this.typed.value || ',')}&marks=${marks.value}`
    return chosen
  }

  /** @returns {import('../models/page_ranges.js').Chosen} */
  #pages(which) {
    if (which === 'some') return pagesIn(this.typed.value, this.count)
    return { pages: which === 'seen' ? [this.page] : [] }
  }

  #begin(event) {
    const { wrong, typed } = this.#look()
    if (!wrong) return this.dialog.close()
    event.preventDefault()
    this.refusal.textContent = this.#sentence(wrong, typed)
    this.typed.focus()
  }

  #sentence(wrong, typed) {
    if (wrong === 'beyond') return _('Tài liệu này không có trang %(page)s, chỉ có trang 1 đến %(most)s.', { page: typed, most: this.count })
    if (wrong === 'backwards') return _('Ở “%(typed)s” trang đầu đứng sau trang cuối. Xin ghi ngược lại.', { typed })
    if (!typed) return _('Xin ghi các trang cần in, ví dụ: 1-3, 7.')
    return _('Không hiểu “%(typed)s”. Xin ghi số trang cách nhau bằng dấu phẩy, ví dụ: 1-3, 7.', { typed })
  }
}

const choice = (name, value, words, checked = false) => h('label', { class: 'choice' }, h('input', { type: 'radio', name, value, checked }), h('span', {}, words))
