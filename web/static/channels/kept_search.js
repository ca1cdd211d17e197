/** Searches what this device keeps of a meeting, where the server cannot be asked. */
import { boot } from '../helpers/boot.js'
import { meetingName } from '../models/kept_names.js'
import { searchKept } from '../models/kept_hits.js'
import { paperStates } from '../models/pack_plan.js'
import { WholePack } from '../models/whole_pack.js'
import { keptMeeting } from './kept_meetings.js'

const PLAIN = { ignoreVary: true }
const PARAGRAPHS = /^\/api\/versions\/(\d+)\/paragraphs\?first=/

/**
 * @param {number} meeting @param {string} path of what is searched, as the server is asked @param {string} query
 * @param {{offset?: number, limit?: number}} part
 * @returns {Promise<import('../models/found.js').Answer | null>} null where the meeting is not kept here
 */
export async function searchInKept(meeting, path, query, part) {
  const person = boot.person?.id
  const record = globalThis.caches && person ? await keptMeeting(person, meeting) : null
  if (!record?.papers) return null
  const cache = await caches.open(meetingName(person, meeting))
  const papers = await papersIn(cache, record.papers)
  const asked = path.startsWith('/versions/') ? papers.filter(({ version }) => path === `/versions/${version}`) : papers
  return searchKept(asked, query, part, (version, page) => linesIn(cache, version, page))
}

/** @returns {Promise<import('../models/kept_hits.js').KeptPaper[]>} in the order of the pack */
async function papersIn(cache, listed) {
  const read = await paragraphsIn(cache)
  const opened = await Promise.all(listed.map(({ id, number }) => json(cache, paperStates(id, number)[1])))
  return opened.filter(Boolean).map(({ paper, version, pack }) => {
    const numbers = new WholePack(pack, paper.id)
    const paragraphs = [...(read.get(version.id) ?? new Map()).values()].sort((a, b) => a.ordinal - b.ordinal)
    return { paper: paper.id, title: paper.title, version: version.id, label: page => numbers.label(page), paragraphs }
  })
}

/** @returns {Promise<Map<number, Map<number, any>>>} the paragraphs of each version, each once though it may go over several stretches of pages */
async function paragraphsIn(cache) {
  const found = new Map()
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url)
    const version = Number(PARAGRAPHS.exec(pathname + search)?.[1])
    if (!version) continue
    if (!found.has(version)) found.set(version, new Map())
    for (const paragraph of await json(cache, pathname + search) ?? []) found.get(version).set(paragraph.id, paragraph)
  }
  return found
}

/** Where the words of a page stand. @returns {Promise<import('../models/hit_words.js').Line[]|null>} */
async function linesIn(cache, version, page) {
  const words = await json(cache, `/api/versions/${version}/pages/${page}/words`)
  return words?.lines ?? words
}

async function json(cache, address) {
  const kept = await cache.match(address, PLAIN)
  return kept ? kept.json() : null
}
