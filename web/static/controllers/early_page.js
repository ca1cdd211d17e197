/** The page that `early/first_page.js` put on the screen before the program was there. */
import { find } from '../helpers/dom.js'

const PATIENCE = 1500

/** Wait until it is seen: it is there before the program, and had better not be held up by it. On a weak line nobody waits for long. */
export async function earlySeen() {
  const image = find('.early-page img')
  if (!image) return
  const seen = image.decode().catch(() => {}).then(() => new Promise(requestAnimationFrame)).then(() => pause(0))
  await Promise.race([seen, pause(PATIENCE)])
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

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
