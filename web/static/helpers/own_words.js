/** What is wrong with a field is said in the words of the page, whichever language the browser speaks. */
import { number } from './format.js'
import { _ } from './i18n.js'

const said = new WeakSet()

/** @param {AbortSignal} [signal] */
export function sayInOwnWords(signal) {
  const early = { capture: true, signal }
  document.addEventListener('invalid', ({ target }) => say(target), early)
  document.addEventListener('input', ({ target }) => unsay(target), early)
  document.addEventListener('click', ({ target }) => { for (const field of sentWith(target)) unsay(field) }, early)   // a field may have been filled without a key
}

function say(field) {
  if (field.validity.customError) return
  field.setCustomValidity(sentenceOf(field))
  said.add(field)
}

function unsay(field) {
  if (said.delete(field)) field.setCustomValidity('')
}

/** Enter in a field is a click on the button, too. */
function sentWith(target) {
  const button = target.closest?.('button, input')
  return button?.type === 'submit' && button.form ? [...button.form.elements] : []
}

function sentenceOf({ type, validity, min, max, minLength }) {
  if (validity.valueMissing) return ['radio', 'checkbox', 'select-one', 'file'].includes(type) ? _('Xin chọn một mục ở đây.') : _('Xin điền vào ô này.')
  if (validity.tooShort) return _('Xin gõ ít nhất %(least)s ký tự.', { least: number(minLength) })
  if (validity.badInput) return type === 'number' ? _('Xin gõ một số.') : _('Xin điền đủ ngày và giờ.')
  if (validity.rangeUnderflow || validity.rangeOverflow) return _('Xin gõ một số từ %(least)s đến %(most)s.', { least: min, most: max })
  if (validity.stepMismatch) return _('Xin gõ một số nguyên.')
  return _('Ô này chưa đúng, xin xem lại.')
}
