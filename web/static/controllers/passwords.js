/** A tick that shows what is typed into the password fields of `form`. */
import { find, findAll } from '../helpers/dom.js'

export function showPasswords(form, signal) {
  const fields = findAll('input[type="password"]', form)
  find('#show-password', form).addEventListener('change', event => {
    for (const field of fields) field.type = event.target.checked ? 'text' : 'password'
  }, { signal })
}
