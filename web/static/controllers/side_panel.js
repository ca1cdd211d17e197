/** What stands beside the paper when asked for: its headings, its pages small, the other papers, and the marks. */
import { find, findAll } from '../helpers/dom.js'
import { focusTool } from './phone_bar.js'

const NARROW = '(max-width: 62rem)'

export class SidePanel {
  #element = find('#side')
  #parts = new Map()
  #back = null
  #shown = null

  /** @param {Record<string, {draw: (place: HTMLElement) => void}>} parts what each tab shows, drawn when first seen */
  constructor(parts) {
    this.#parts = new Map(Object.entries(parts))
  }

  connect(signal) {
    for (const button of findAll('[data-side]')) button.addEventListener('click', () => this.toggle(button.dataset.side, button), { signal })
    for (const tab of findAll('[data-tab]')) tab.addEventListener('click', () => this.#show(tab.dataset.tab), { signal })
    find('#side-close').addEventListener('click', () => this.close(), { signal })
    this.#element.addEventListener('keydown', event => { if (event.key === 'Escape') this.close() }, { signal })
    this.#element.addEventListener('click', event => { if (event.target.closest('[data-goes]') && matchMedia(NARROW).matches) this.close() }, { signal })
  }

  toggle(tab, button) {
    if (!this.#element.hidden && this.#shown === tab) return this.close()
    this.#back = button
    this.#element.hidden = false
    this.#show(tab)
    const field = find(`[data-tab-of="${tab}"] input[type="search"]`)
    ;(field ?? find('[data-tab][aria-pressed="true"]', this.#element))?.focus()
  }

  close() {
    this.#element.hidden = true
    this.#announce(null)
    focusTool(this.#back)
  }

  /** Each button opens its own tab; what has none is the first one's. */
  #announce(name) {
    const buttons = findAll('[data-side]')
    const opener = name && (buttons.find(each => each.dataset.side === name && each.checkVisibility()) ?? buttons[0])
    for (const button of buttons) button.setAttribute('aria-expanded', `${button === opener}`)
  }

  #show(name) {
    this.#shown = name
    this.#announce(name)
    for (const tab of findAll('[data-tab]')) tab.setAttribute('aria-pressed', `${tab.dataset.tab === name}`)
    for (const place of findAll('[data-tab-of]')) place.hidden = place.dataset.tabOf !== name
    this.#parts.get(name)?.draw(find(`[data-tab-of="${name}"]`))
  }
}
