/**
 * On a phone the reader has one bar, at the thumb: pages are turned in it, and all other tools lie in a sheet of
 * large rows behind "Thêm". They are the very buttons of the tool bar, which only lie elsewhere while the screen is small.
 */
import { find } from '../helpers/dom.js'

export const PHONE = '(max-width: 44rem), (max-height: 30rem)'

/** What lies elsewhere on a phone: the element, and where it goes. */
const MOVES = [['.reader-tools', '#more-rows'], ['#large', '#bar-tools'], ['#pack-page', '.reader-facts']]

export class PhoneBar {
  #sheet = find('#more-sheet')
  #button = find('#more')
  #homes = []

  connect(signal) {
    this.#homes = MOVES.map(([moved, place]) => ({ moved: find(moved), place: find(place), home: document.createComment('') }))
    for (const { moved, home } of this.#homes) moved.before(home)
    const small = matchMedia(PHONE)
    small.addEventListener('change', () => this.#arrange(small.matches), { signal })
    this.#arrange(small.matches)
    this.#button.addEventListener('click', () => this.#open(), { signal })
    this.#sheet.addEventListener('click', event => this.#clicked(event), { signal, capture: true })
    this.#sheet.addEventListener('change', ({ target }) => { if (target.matches('select')) this.#sheet.close() }, { signal })
    this.#sheet.addEventListener('close', () => this.#button.setAttribute('aria-expanded', 'false'), { signal })
  }

  /** An element that moves keeps what listens to it; one that was moved first goes back last, for it may lie in another. */
  #arrange(small) {
    if (small) for (const { moved, place } of this.#homes) place.append(moved)
    else for (const { moved, home } of [...this.#homes].reverse()) home.after(moved)
    if (!small && this.#sheet.open) this.#sheet.close()
  }

  #open() {
    this.#sheet.showModal()
    this.#button.setAttribute('aria-expanded', 'true')
    find('h2', this.#sheet).focus()
    this.#sheet.scrollTop = 0
  }

  /** The sheet goes before a row does what it says, which may want the focus elsewhere; beside the sheet is the paper. */
  #clicked({ target }) {
    const row = target.closest('button, a')
    if (target === this.#sheet || row && !row.matches('[data-stay]')) this.#sheet.close()
  }
}

/** Give the focus back to a tool; behind a closed sheet it cannot have it, so the button of the sheet takes it. */
export function focusTool(tool) {
  const seen = [tool, find('#more')].find(each => each?.checkVisibility())
  seen?.focus()
}
