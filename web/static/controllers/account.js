/** One's own account: another password, and the end of all other sign-ins. */
import { api } from '../helpers/api.js'
import { find } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { clearRefusal, during, refuseIn } from './busy.js'
import { confirm } from './confirmation.js'
import { connectFrame } from './frame.js'
import { say } from './notices.js'
import { showPasswords } from './passwords.js'

export class Account {
  constructor(root) {
    this.form = find('#password', root)
    this.end = find('#end-sign-ins', root)
  }

  connect(signal) {
    connectFrame(signal)
    showPasswords(this.form, signal)
    this.form.addEventListener('submit', event => this.#change(event), { signal })
    this.end.addEventListener('click', () => this.#endOthers(), { signal })
  }

  #change(event) {
    event.preventDefault()
    clearRefusal(this.form)
    const { old, new: fresh, again } = this.form.elements
    during(find('button', this.form), async () => {
      if (fresh.value !== again.value) throw Object.assign(new Error(_('Hai lần gõ mật khẩu mới chưa giống nhau.')), { code: 'password.differs' })
      await api.put('/me/password', { old: old.value, new: fresh.value })
      this.form.reset()
      say(_('Đã đổi mật khẩu.'))
    }, refuseIn(this.form))
  }

  async #endOthers() {
    const sure = await confirm({
      title: _('Đăng xuất khỏi mọi máy khác?'), yes: _('Đăng xuất các máy khác'),
      text: _('Các máy khác sẽ phải đăng nhập lại.'),
    })
    if (!sure) return
    await during(this.end, async () => {
      await api.delete('/me/sign-ins')
      say(_('Các máy khác đã được đăng xuất.'))
    })
  }
}

new Account(find('#account')).connect()
