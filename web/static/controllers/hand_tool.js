/** The secretary's hand, where the machine erred: joins and splits paragraphs, makes and unmakes headings. */
import { api } from '../helpers/api.js'
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { choose, open as openDialog } from './confirmation.js'
import { complain, say } from './notices.js'

const LEVELS = [1, 2, 3, 4]

export class HandTool {
  /** @param {{version: number, index: import('../models/paragraph_index.js').ParagraphIndex, source: any, done: () => void}} parts */
  constructor(parts) {
    this.version = parts.version
    this.index = parts.index
    this.source = parts.source
    this.done = parts.done
  }

  /** What may be done about a paragraph. */
  menu(paragraph) {
    const act = (words, does) => h('button', { type: 'button', onclick: does }, words)
    return h('details', { class: 'menu' }, h('summary', { class: 'button' }, _('Sửa đoạn')),
      h('div', { class: 'menu-panel' },
        act(_('Gộp với đoạn sau'), () => this.#join(paragraph)),
        act(_('Tách thành hai đoạn…'), () => this.#split(paragraph)),
        act(_('Đây là đề mục…'), () => this.#head(paragraph)),
        act(_('Đây là chữ thường'), () => this.#mend('plain-texts', { paragraph: paragraph.id })),
        act(_('Những chỗ đã sửa bằng tay…'), () => this.#list())))
  }

  async #join(paragraph) {
    await this.source.need(paragraph.boxes.at(-1)[0] + 1).catch(() => null)
    const next = this.index.after(paragraph)
    if (!next) return complain({ code: 'paragraph.last', message: _('Sau đoạn này không còn đoạn nào để gộp.') })
    const sure = await choose({
      title: _('Gộp hai đoạn này làm một?'),
      body: [h('blockquote', { class: 'quoted' }, paragraph.text), h('blockquote', { class: 'quoted' }, next.text)],
      choices: [{ value: false, label: _('Thôi') }, { value: true, label: _('Gộp'), kind: 'primary' }],
    })
    if (sure) this.#mend('joins', { first: paragraph.id, second: next.id })
  }

  /** The word that is tapped begins the second paragraph. */
  #split(paragraph) {
    const words = [...paragraph.text.matchAll(/\S+/g)]
    const dialog = h('dialog', { class: 'broad', 'aria-labelledby': 'split-title' },
      h('h2', { id: 'split-title' }, _('Tách thành hai đoạn')),
      h('p', {}, _('Xin chạm vào chữ đầu tiên của đoạn thứ hai.')),
      h('p', { class: 'split-words', lang: 'vi' }, words.map(({ 0: word, index }) => [
        index ? h('button', { type: 'button', class: 'quiet', onclick: () => { dialog.close(); this.#mend('splits', { paragraph: paragraph.id, at: index }) } }, word) : h('span', {}, word), ' '])),
      h('div', { class: 'actions end' }, h('button', { type: 'button', onclick: () => dialog.close() }, _('Thôi'))))
    openDialog(dialog)
  }

  async #head(paragraph) {
    const level = await choose({
      title: _('Đề mục này ở cấp nào?'), body: h('blockquote', { class: 'quoted' }, paragraph.text),
      choices: [{ value: null, label: _('Thôi') }, ...LEVELS.map(each => ({ value: each, label: _('Cấp %(level)s', { level: each }), kind: each === paragraph.level ? 'primary' : undefined }))],
    })
    if (level) this.#mend('headings', { paragraph: paragraph.id, level })
  }

  async #list() {
    try {
      const mends = await api.get(`/versions/${this.version}/mends`)
      const dialog = h('dialog', { class: 'broad', 'aria-labelledby': 'mends-title' },
        h('h2', { id: 'mends-title' }, _('Những chỗ đã sửa bằng tay')),
        mends.length ? h('ol', { class: 'plain' }, mends.map(mend => this.#line(mend))) : h('p', { class: 'muted' }, _('Chưa sửa chỗ nào.')),
        h('div', { class: 'actions end' }, h('button', { type: 'button', class: 'primary', onclick: () => dialog.close() }, _('Đóng'))))
      openDialog(dialog)
    } catch (refused) {
      complain(refused)
    }
  }

  #line({ id, kind, page, before, after, found }) {
    const line = h('li', { class: 'card' },
      h('p', { class: 'muted small' }, [kindInWords(kind), _('Trang %(page)s', { page })].join(' · ')),
      h('p', { lang: 'vi' }, [before, after].filter(Boolean).join(' … ')),
      found === false && h('p', { class: 'chip warn' }, _('Không còn tìm thấy chỗ này, nên chưa áp dụng.')),
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: async () => {
        if (await this.#ask(() => api.delete(`/mends/${id}`))) line.remove()
      } }, _('Bỏ chỗ sửa này'))))
    return line
  }

  #mend(what, asked) {
    return this.#ask(() => api.post(`/versions/${this.version}/${what}`, { ...asked, operation_id: newKey() }))
  }

  async #ask(ask) {
    try {
      await ask()
      say(_('Đã ghi. Tài liệu đang được đọc lại, sẽ xong trong giây lát.'))
      this.done()
      return true
    } catch (refused) {
      complain(refused)
      return false
    }
  }
}

const kindInWords = kind => ({ join: _('Gộp đoạn'), split: _('Tách đoạn'), heading: _('Đề mục'), plain: _('Chữ thường') })[kind] ?? kind
