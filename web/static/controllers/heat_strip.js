/** One cell a page: the deeper its colour, the more was said of it; the number is said as well. */
import { fill, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'

const ALL_SHOWN = 120

/** @param {Element} list @param {{page: number, count: number, step: number, paragraph: number}[]} heat @param {{pages: number}} of */
export function drawHeat(list, heat, { pages }) {
  const last = Math.max(pages, heat.at(-1)?.page ?? 0)
  const spoken = new Map(heat.map(each => [each.page, each]))
  const shown = last > ALL_SHOWN ? heat.map(({ page }) => page) : Array.from({ length: last }, (_each, index) => index + 1)
  fill(list, shown.map(page => h('li', {}, cell(page, spoken.get(page)))))
}

function cell(page, said) {
  if (!said) return h('span', { 'aria-hidden': 'true' }, number(page))
  const words = _('Trang %(page)s: %(count)s ý kiến', { page, count: said.count })
  return h('a', { href: `#paragraph-${said.paragraph}`, 'data-step': said.step, 'aria-label': words, title: words },
    number(page))
}
