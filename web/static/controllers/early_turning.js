/** Turns pages until the tools are there: on a weak line these come some seconds after the first page. */
import { find } from '../helpers/dom.js'

/** @param {import('./pages.js').Pages} pages @returns {() => void} to be called when the tools turn them */
export function turnMeanwhile(pages) {
  const until = new AbortController()
  const field = find('#page-number')
  const on = (selector, kind, act) => find(selector).addEventListener(kind, act, { signal: until.signal })
  find('#turner').dataset.heard = 'yes'
  on('#previous-page', 'click', () => pages.go(pages.current - 1))
  on('#next-page', 'click', () => pages.go(pages.current + 1))
  on('#page-form', 'submit', event => {
    event.preventDefault()
    pages.go(Number.parseInt(field.value, 10) || pages.current)
  })
  pages.moved = page => { if (document.activeElement !== field) field.value = `${page}` }
  find('#page-count').textContent = `/ ${pages.layout.count}`
  pages.firstSeen.then(() => heedPresses(pages))
  return () => until.abort()
}

/** Those from before the program was there (early/first_presses.js). */
function heedPresses(pages) {
  const { dataset } = find('#turner')
  if (Number(dataset.presses)) pages.go(pages.current + Number(dataset.presses))
}
