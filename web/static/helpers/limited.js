/** A field that takes so many characters: what is too long is said while it is written, and nothing is cut off. */
import { h } from './dom.js'
import { number } from './format.js'
import { _ } from './i18n.js'
import { newKey } from './keys.js'

/** From here on it is said how much room is left. */
const NEARLY = 0.9

/**
 * A form is not sent with such a field in it.
 * @param {HTMLTextAreaElement} field @param {number} most characters, as the server counts them
 * @returns {{element: HTMLElement, look: () => void}} what says it, to be laid below the field; look: after the field was filled
 */
export function limited(field, most) {
  const element = h('small', { id: `room-${newKey().slice(0, 8)}`, class: 'room' })
  const look = () => {
    const left = most - [...field.value.trim().normalize('NFC')].length
    const tooLong = left < 0 ? _('Dài quá %(most)s ký tự. Xin bớt %(over)s ký tự, hoặc viết làm nhiều phần.', { most: number(most), over: number(-left) }) : ''
    element.textContent = tooLong || (left < most * (1 - NEARLY) ? _('Còn viết được %(left)s ký tự.', { left: number(left) }) : '')
    element.classList.toggle('over', left < 0)
    field.setCustomValidity(tooLong)
  }
  field.setAttribute('aria-describedby', element.id)
  field.addEventListener('input', look)
  look()
  return { element, look }
}
