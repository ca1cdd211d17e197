/** Signing in: by a code in the hall, by password at home, with the demonstration's people one tap away. */
import { find } from '../helpers/dom.js'
import { connectFrame } from './frame.js'
import { showPasswords } from './passwords.js'

const DIGITS = 6

const form = find('#sign-in')
const code = find('#by-code')

function signInAs(event) {
  const button = event.target.closest('[data-login]')
  if (!button) return
  form.elements.login.value = button.dataset.login
  form.elements.password.value = find('#demonstration').dataset.password
  form.requestSubmit()
}

/** Show what is typed in two groups of three, as it stands on the secretary's screen. */
function group({ target }) {
  const digits = target.value.replace(/\D/g, '').slice(0, DIGITS)
  target.value = digits.length > 3 ? `${digits.slice(0, 3)} ${digits.slice(3)}` : digits
}

connectFrame()
showPasswords(form)
code.elements.code.addEventListener('input', group)
find('#demonstration')?.addEventListener('click', signInAs)
