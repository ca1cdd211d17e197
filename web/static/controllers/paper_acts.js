/** What the secretary does with papers under items. */
import { api } from '../helpers/api.js'
import { _ } from '../helpers/i18n.js'
import { newKey } from '../helpers/keys.js'
import { during } from './busy.js'
import { confirm } from './confirmation.js'
import { say } from './notices.js'
import { askItem, askTitle, askVersion } from './paper_dialogs.js'

export class PaperActs {
  /** @param {import('./agenda_editor.js').AgendaEditor} editor */
  constructor(editor) {
    this.editor = editor
  }

  async move({ id }, way, button) {
    const to = this.editor.agenda.paperMoves(id)[way]
    if (to) await during(button, () => this.#change(id, to))
  }

  rename({ id, title }) {
    askTitle(title, async changed => this.#change(id, { title: changed }))
  }

  send({ id, item }) {
    askItem(this.editor.agenda.flat(), item, async to => this.#change(id, { item: to, after: this.#last(to) }))
  }

  restore({ id, versions }) {
    askVersion(versions, async version => {
      await api.post(`/papers/${id}/restoration`, { version, operation_id: newKey() })
      await this.#reload()
      say(_('Đã quay về bản cũ.'))
    })
  }

  async remove({ id, title, comments }) {
    const text = comments ? _('Tài liệu này đã có ý kiến góp ý; các ý kiến cũng sẽ không còn hiện ra.') : undefined
    const sure = await confirm({ title: _('Xóa tài liệu “%(title)s”?', { title }), text, yes: _('Xóa tài liệu'), danger: true })
    if (!sure) return
    await during(null, async () => {
      await api.delete(`/papers/${id}`)
      this.editor.agenda.removePaper(id)
      this.editor.draw()
      say(_('Đã xóa tài liệu.'))
    })
  }

  async #change(id, change) {
    await api.patch(`/papers/${id}`, { ...change, operation_id: newKey() })
    await this.#reload()
  }

  async #reload() {
    const { items } = await api.get(`/meetings/${this.editor.meeting}`) // the places of its neighbours changed too
    this.editor.agenda.load(items)
    this.editor.draw()
  }

  #last(item) {
    return this.editor.agenda.item(item).papers.at(-1)?.id ?? null
  }
}
