/** Asking whom a code is for: how long it still holds, and the way back once it does not. */
import { find } from '../helpers/dom.js'
import { _, ngettext } from '../helpers/i18n.js'
import { connectFrame } from './frame.js'

const END_SHOWN = 4000

const page = find('#entering')
const time = find('#entering-time')
const end = performance.now() + Number(page.dataset.seconds) * 1000

function tick() {
  const left = Math.ceil((end - performance.now()) / 1000)
  if (left > 0) {
    time.textContent = ngettext('Còn %(num)s giây để trả lời.', 'Còn %(num)s giây để trả lời.', left)
    return
  }
  clearInterval(ticking)
  time.textContent = _('Mã này đã hết hạn. Xin thư ký cho mã mới.')
  setTimeout(() => location.replace('/sign-in'), END_SHOWN)
}

connectFrame()
const ticking = setInterval(tick, 1000)
tick()
