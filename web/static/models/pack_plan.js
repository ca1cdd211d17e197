/**
 * What of a meeting is kept on a device: addresses, in the order in which they are wanted.
 *
 * @typedef {{id: number, sha: string, number: number, page_count: number, reading: number}} Version
 */
import { THUMBNAIL, WIDEST, WIDTHS, pickWidth, pictureOf } from './layout.js'
import { STRETCH } from './paragraph_index.js'

const [LEAST, MOST] = [WIDTHS[1], WIDTHS[2]]

/** The one width a device keeps: sharp when it is held upright, and no more than that. */
export function keptWidth({ width, height }, ratio) {
  return Math.min(MOST, Math.max(LEAST, pickWidth(Math.min(width, height, WIDEST), ratio)))
}

/** @param {{items: {papers: any[]}[]}} whole a meeting as the API gives it @returns {any[]} its papers that can be read, in order */
export function readablePapers({ items }) {
  return items.flatMap(({ papers }) => papers).filter(({ version }) => version?.state === 'ready')
}

export const ownMarks = meeting => `/api/meetings/${meeting}/marks`
export const meetingStates = meeting => [`/api/meetings/${meeting}`, `/api/meetings/${meeting}/pack`, ownMarks(meeting)]
export const remarkStates = (paper, number) => [`/api/papers/${paper}/comments?version=${number}`, `/api/papers/${paper}/annotations?version=${number}`]

/** A paper as it is opened, by itself or by its version. */
export const paperStates = (paper, number) => [`/api/papers/${paper}`, `/api/papers/${paper}?version=${number}`]
export const changesBetween = (paper, from, to) => `/api/papers/${paper}/changes?from=${from}&to=${to}`
/** @param {{id: number, number: number}[]} papers */
export const screensOf = (meeting, papers) => [`/meetings/${meeting}`, ...papers.flatMap(({ id, number }) => [`/papers/${id}`, ...(number > 1 ? [`/papers/${id}/changes`] : [])])]

/** @param {{id: number, number: number}[]} papers @returns {string[]} all that is kept of a meeting but its pages */
export function addressesOf(meeting, papers) {
  return [...meetingStates(meeting), ...screensOf(meeting, papers), ...papers.flatMap(({ id, number }) => [...paperStates(id, number), ...remarkStates(id, number)])]
}

/** Whether something that is no longer part of the meeting may belong to an older version of one of its papers. */
export function mayBeRead(address, papers) {
  const paper = Number(/^(?:\/api)?\/papers\/(\d+)/.exec(address)?.[1])
  return paper ? papers.some(({ id }) => id === paper) : address.startsWith('/api/versions/')
}

/** @returns {{addresses: string[], words: string[]}[]} what each page of a version needs; `words` of it change when the version is read anew */
export function pagesOf(version, width) {
  const { id, page_count: count } = version
  const picture = pictureOf(version)
  return Array.from({ length: count }, (_each, index) => {
    const page = index + 1
    const words = [`/api/versions/${id}/pages/${page}/words`, ...paragraphsFrom(id, page)]
    return { addresses: [picture(page, width), picture(page, THUMBNAIL), ...words], words }
  })
}

/** The versions that one is compared with: the one the person read, and the one before. @returns {number[]} their numbers */
export function comparedWith(versions, { number }, place) {
  const older = versions.filter(each => each.number < number)
  const read = older.find(({ id }) => id === place?.read_on)
  return [...new Set([read, older.at(-1)].filter(Boolean).map(each => each.number))]
}

/** What shows where changes stood in the older version. @param {import('./change_list.js').Change[]} changes */
export function oldPieces(changes, version, width) {
  const pages = [...new Set(changes.flatMap(({ old }) => old.slice(0, 1).map(({ page }) => page)))]
  return [...new Set(pages.flatMap(page => [pictureOf(version)(page, width), ...paragraphsFrom(version.id, firstOfStretch(page))]))]
}

const firstOfStretch = page => page - (page - 1) % STRETCH

function paragraphsFrom(id, page) {
  const headings = page === 1 ? [`/api/versions/${id}/paragraphs?headings=1`] : []
  if ((page - 1) % STRETCH) return headings
  return [...headings, `/api/versions/${id}/paragraphs?first=${page}&last=${page + STRETCH - 1}`]
}

/** Counts pages as they come, each once all of it is there. */
export class PageCount {
  #missing = new Map()
  done = 0

  /** @param {{addresses: string[]}[]} pages @param {(address: string) => boolean} has @returns {string[]} what is still to be fetched */
  begin(pages, has) {
    this.done = 0
    this.total = pages.length
    this.#missing.clear()
    const wanted = []
    for (const { addresses } of pages) {
      const missing = addresses.filter(address => !has(address))
      const page = { left: missing.length }
      if (!missing.length) this.done++
      for (const address of missing) {
        wanted.push(address)
        this.#missing.set(address, page)
      }
    }
    return wanted
  }

  /** @returns {boolean} whether a page is whole now */
  came(address) {
    const page = this.#missing.get(address)
    if (!page || !this.#missing.delete(address) || --page.left) return false
    this.done++
    return true
  }
}

/** Which of a meeting a fact makes stale. @returns {number|'meeting'|null} a paper's remarks; all of it; nothing */
export function staleBy({ name, body }) {
  if (/^(place|sign_in|opinion)\./.test(name)) return null
  if (/^(comment|annotation)\./.test(name)) return body.comment?.paper ?? body.annotation?.paper ?? body.paper ?? 'meeting'
  return 'meeting'
}

/** What has changed since a copy was made. @returns {'nothing'|'own'|'meeting'} own: what the person did elsewhere */
export function grownSince(kept, heads) {
  const grown = Object.keys(heads).filter(stream => kept?.[stream] !== heads[stream])
  if (!grown.length) return 'nothing'
  return grown.every(stream => stream.startsWith('person:')) ? 'own' : 'meeting'
}
