/** Dialogs that ask before something that cannot be taken back. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

/**
 * Ask, and wait for the answer.
 * @param {{title: string, text?: string, body?: Node, yes: string, no?: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm({ title, text, body, yes, no = _('Quay lại'), danger = false }) {
  return choose({
    title, body: [text && h('p', {}, text), body],
    choices: [
      { value: false, label: no },
      { value: true, label: yes, kind: danger ? 'danger primary' : 'primary' },
    ],
  }).then(Boolean)
}

/**
 * Show a dialog whose buttons are `choices`; Escape answers null, and so does the signal, which takes it away.
 * @param {{title: string, body: any, choices: {value: any, label: string, kind?: string}[], broad?: boolean, signal?: AbortSignal}} question
 */
export function choose({ title, body, choices, broad = false, signal }) {
  const { promise, resolve } = deferred()
  const heading = h('h2', { id: 'question' }, title)
  const dialog = h('dialog', { class: broad && 'broad', 'aria-labelledby': 'question' }, heading, body,
    h('div', { class: 'actions end' }, choices.map(({ value, label, kind }) => h('button', {
      type: 'button', class: kind, onclick: () => { resolve(value); dialog.close() },
    }, label))))
  open(dialog, () => resolve(null))
  signal?.addEventListener('abort', () => dialog.close(), { once: true })
  return promise
}

/** Show `dialog` above the page, and take it away once it closes. */
export function open(dialog, closed = () => {}) {
  const back = /** @type {HTMLElement} */ (document.activeElement)
  document.body.append(dialog)
  dialog.addEventListener('close', () => {
    dialog.remove()
    closed()
    if (back?.isConnected) back.focus()
  }, { once: true })
  dialog.showModal()
}

function deferred() {
  let resolve
  const promise = new Promise(done => { resolve = done })
  return { promise, resolve }
}
