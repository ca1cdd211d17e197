/** Signing in, with the demonstration's people one tap away. */
import { find } from '../helpers/dom.js'
import { connectFrame } from './frame.js'
import { showPasswords } from './passwords.js'

const form = find('#sign-in')

function signInAs(event) {
  const button = event.target.closest('[data-login]')
  if (!button) return
  form.elements.login.value = button.dataset.login
  form.elements.password.value = find('#demonstration').dataset.password
  form.requestSubmit()
}

connectFrame()
showPasswords(form)
find('#demonstration')?.addEventListener('click', signInAs)
