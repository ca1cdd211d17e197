/** What the keyboard does to pages that are read: the same wherever they lie. */

/**
 * @param {KeyboardEvent} event
 * @param {{pages: {step: (direction: number) => void, go: (page: number) => void, layout: {count: number}}, turn: (direction: number) => void,
 *   larger: () => void, smaller: () => void, whole: () => void}} reader
 * @param {Record<string, (() => void)|false>} [more] what other keys do here
 */
export function obeyKey(event, { pages, turn, larger, smaller, whole }, more = {}) {
  if (event.altKey || event.metaKey) return
  const turning = {
    PageDown: () => pages.step(1), PageUp: () => pages.step(-1), ArrowRight: () => turn(1), ArrowLeft: () => turn(-1),
    Home: () => pages.go(1), End: () => pages.go(pages.layout.count),
    ' ': !(event.target instanceof Element && event.target.closest('button, a, summary')) && (() => pages.step(event.shiftKey ? -1 : 1)), ...more,
  }
  const act = (event.ctrlKey ? { '+': larger, '=': larger, '-': smaller, 0: whole } : turning)[event.key]
  if (!act) return
  event.preventDefault()
  act()
}
