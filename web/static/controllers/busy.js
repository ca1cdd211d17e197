/** A button that has been pressed and works, and a form that says why it was refused. */
import { find, h } from '../helpers/dom.js'
import { complain } from './notices.js'

/** Do `work` once, with `button` showing that it goes on; a refusal is told. @returns {Promise<any>} */
export async function during(button, work, refused = complain) {
  if (button?.getAttribute('aria-busy') === 'true') return undefined
  button?.setAttribute('aria-busy', 'true')
  try {
    return await work()
  } catch (error) {
    refused(error)
    return undefined
  } finally {
    button?.removeAttribute('aria-busy')
  }
}

/** Show a refusal at the head of `form`, which keeps what was typed. */
export function refuseIn(form) {
  return error => {
    if (!error.code) console.error(error)
    let words = find('.refusal', form)
    if (!words) {
      words = h('p', { class: 'refusal', role: 'alert', tabindex: '-1' })
      form.prepend(words)
    }
    words.textContent = error.message
    words.focus()
  }
}

export function clearRefusal(form) {
  find('.refusal', form)?.remove()
}
