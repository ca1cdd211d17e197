/** The page that `early/first_page.js` put on the screen before the program was there. */
import { find } from '../helpers/dom.js'

/**
 * @typedef {{page: number, width: number, image: HTMLImageElement, leave: () => void}} EarlyPage leave: its picture has another place now
 * @param {(page: number, width: number) => string} picture of the version that is opened
 * @returns {EarlyPage|null} null where there is none, or it is of another version
 */
export function earlyPage(picture) {
  const element = find('.early-page')
  if (!element) return null
  const image = find('img', element)
  const { pathname, search, searchParams } = new URL(image.src)
  const [page, width] = [Number(element.dataset.page), Number(searchParams.get('width'))]
  if (pathname + search === picture(page, width)) return { page, width, image, leave: () => element.remove() }
  element.remove()
  return null
}
