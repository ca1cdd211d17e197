/** What the worker makes of a request, by its address alone. */
import { WIDTHS } from './layout.js'

/** Where the files of the program are. */
export const SHELLS = ['/assets/', '/words/']
const PICTURE = /^\/api\/versions\/\d+\/pages\/\d+\/picture$/
const STATES = [
  /^\/api\/meetings(\/\d+(\/pack|\/marks)?)?$/, /^\/api\/papers\/\d+(\/comments|\/annotations|\/changes)?$/,
  /^\/api\/versions\/\d+\/(paragraphs|pages\/\d+\/words)$/,
]
const NO_PAGE = /^\/(api|source|assets)(\/|$)/

/**
 * @param {{method: string, mode: string, url: string}} request @param {string} origin
 * @returns {'page'|'shell'|'picture'|'state'|null} null: it is the server's alone
 */
export function kindOf({ method, mode, url }, origin) {
  const { origin: asked, pathname } = new URL(url)
  if (method !== 'GET' || asked !== origin) return null
  if (SHELLS.some(folder => pathname.startsWith(folder))) return 'shell'
  if (mode === 'navigate') return NO_PAGE.test(pathname) ? null : 'page'
  if (PICTURE.test(pathname)) return 'picture'
  return STATES.some(state => state.test(pathname)) ? 'state' : null
}

/** Under which address a page or a state is kept: a page looks for its version itself. */
export function keptUnder(url, kind) {
  const { pathname, search } = new URL(url)
  if (kind !== 'page') return pathname + search
  return pathname === '/' ? '/meetings' : pathname
}

/** A page's pictures that do when the wanted one is missing: the next larger ones first, then the largest of the smaller. @returns {string[]} addresses */
export function standIns(url) {
  const wanted = new URL(url)
  const width = Number(wanted.searchParams.get('width'))
  const larger = WIDTHS.filter(each => each > width)
  const smaller = WIDTHS.filter(each => each < width).reverse()
  return [width, ...larger, ...smaller].map(each => `${wanted.pathname}${wanted.search.replace(/width=\d+/, `width=${each}`)}`)
}

/** Whether an answer says that there is no server to be had: a proxy stands before one that is down. */
export const isAway = status => status === 502 || status === 503 || status === 504
