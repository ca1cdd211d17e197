/** Menus made of `<details class="menu">`: one open at a time, closed by Escape and by a tap elsewhere. */
import { findAll } from '../helpers/dom.js'

export class Menus {
  /** @param {AbortSignal} [signal] */
  connect(signal) {
    document.addEventListener('click', event => this.#clicked(event), { signal })
    document.addEventListener('keydown', event => this.#keyed(event), { signal })
    document.addEventListener('toggle', event => this.#toggled(event), { signal, capture: true })
  }

  #clicked({ target }) {
    for (const menu of findAll('details.menu[open]')) {
      if (!menu.contains(target) || target.closest('.menu-panel :is(button, a):not([data-stay])')) menu.open = false
    }
  }

  #keyed(event) {
    const menu = event.key === 'Escape' && event.target.closest?.('details.menu[open]')
    if (!menu) return
    menu.open = false
    menu.querySelector('summary').focus()
  }

  #toggled({ target }) {
    if (!target.matches?.('details.menu[open]')) return
    for (const menu of findAll('details.menu[open]')) {
      if (menu !== target && !menu.contains(target)) menu.open = false
    }
    keepInView(target)
  }
}

function keepInView(menu) {
  const panel = menu.querySelector('.menu-panel')
  panel.style.translate = ''
  const { left, right } = panel.getBoundingClientRect()
  const width = document.documentElement.clientWidth
  if (left < 8) panel.style.translate = `${8 - left}px 0`
  else if (right > width - 8) panel.style.translate = `${width - 8 - right}px 0`
  panel.scrollIntoView({ block: 'nearest' })
}
