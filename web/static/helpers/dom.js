/** Small words for making and keeping elements. */

/**
 * Make an element. Attributes: `class`, `data-…`, `aria-…` and the like; `onclick` and its kin take
 * `[handler, signal]`; true and false add and leave out. Children: nodes and plain text.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) attach(element, name, value)
  element.append(...shown(children))
  return element
}

function attach(element, name, value) {
  if (name.startsWith('on') && value) {
    const [handler, signal] = [value].flat()
    element.addEventListener(name.slice(2), handler, { signal })
  } else if (value === true) element.setAttribute(name, '')
  else if (value !== false && value != null) element.setAttribute(name, value)
}

function shown(children) {
  return children.flat(3).filter(child => child != null && child !== false && child !== '')
}

/** Put `children` in place of what `element` holds. */
export function fill(element, ...children) {
  element.replaceChildren(...shown(children))
  return element
}

export const find = (selector, root = document) => root.querySelector(selector)
export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)]

/** Whether a press on a link leads there on this page: not into a new tab, and nobody else has taken it. @param {MouseEvent} event */
export const goesThere = event => !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)

/**
 * Make the children of `parent` be those of `list`, in its order, keeping the element of a key that
 * stays: what is typed in it, and the focus, remain.
 * @param {Element} parent
 * @param {any[]} list
 * @param {(each: any) => string|number} keyOf
 * @param {(each: any) => {element: Element, update: (each: any) => void}} make
 * @param {Map<any, {element: Element, update: (each: any) => void}>} parts made so far
 * @param {(part: any, each: any) => void} [update]
 */
export function keep(parent, list, keyOf, make, parts, update = (part, each) => part.update(each)) {
  const keys = new Set(list.map(keyOf))
  for (const [key, part] of parts) {
    if (!keys.has(key)) { part.element.remove(); parts.delete(key) }
  }
  list.forEach((each, index) => {
    const key = keyOf(each)
    if (!parts.has(key)) parts.set(key, make(each))
    const part = parts.get(key)
    update(part, each)
    if (parent.children[index] !== part.element) place(parent, part.element, index)
  })
}

/** Put `element` among the children of `parent`; a move does not take the focus away. */
export function place(parent, element, index) {
  const focused = /** @type {HTMLElement} */ (element.contains(document.activeElement) ? document.activeElement : null)
  parent.insertBefore(element, parent.children[index] ?? null)
  focused?.focus({ preventScroll: true })
}

/** A `draw` that happens once for however many calls there are before the next frame. */
export function oncePerFrame(draw) {
  let asked = false
  return () => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => { asked = false; draw() })
  }
}

/** Change the page by `change` without moving `anchor`, or else the first of `candidates` in view. */
export function steadily(anchor, candidates, change) {
  const held = anchor ?? candidates.find(each => each.getBoundingClientRect().bottom > 90)
  const before = held?.getBoundingClientRect().top
  change()
  if (!held?.isConnected) return
  const moved = held.getBoundingClientRect().top - before
  if (Math.abs(moved) > 1) window.scrollBy({ top: moved, behavior: 'instant' })
}
