/** Short words at the foot of the page, for what has just happened. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const READING_TIME = 7000

/** Say that something went well, or may be done now: what offers something stays until it is closed.
 *  @param {string} text @param {{button?: string, act?: () => void}} [offer] */
export function say(text, { button, act } = {}) {
  const notice = show(text, '')
  if (button) notice.lastChild.before(h('button', { type: 'button', onclick: act }, button))
  else setTimeout(() => notice.remove(), READING_TIME)
}

/** Say what somebody should look at; it stays until it is closed. @param {string} text */
export const remind = text => show(text, '')

/** Say what was refused; it stays until it is closed. */
export function complain(error) {
  if (error?.name === 'AbortError') return
  show(error?.message || _('Máy chủ gặp trục trặc. Xin thử lại sau ít phút.'), 'bad')
  if (!error?.code) console.error(error)
}

function show(text, kind) {
  const notice = h('div', { class: kind }, h('span', {}, text),
    h('button', { type: 'button', onclick: () => notice.remove() }, _('Đóng')))
  find('#notices')?.append(notice)
  return notice
}

/** Tell those who listen rather than look. */
export function announce(text) {
  let region = find('#announcements')
  if (!region) {
    region = h('div', { id: 'announcements', class: 'hidden-words', role: 'status' })
    document.body.append(region)
  }
  region.textContent = text
}
