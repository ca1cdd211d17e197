/** What is kept to compare the versions of a paper off line: what changed, and the pages of older versions where it stood. */
import { NotReady } from './keeping_fetch.js'
import { changesBetween, comparedWith, oldPieces, paperStates } from '../models/pack_plan.js'

/**
 * @param {any} opened a paper as the API gives it
 * @param {number} width of the pictures that are kept
 * @param {{fresh: (address: string) => Promise<Response>, once: (address: string) => Promise<void>}} keep fresh: as it is now; once: it never changes
 * @returns {Promise<string[]>} the addresses that are kept
 */
export async function keepChanges({ paper, version, place }, width, keep) {
  const kept = []
  for (const from of comparedWith(paper.versions, version, place)) {
    const [changes, old] = [changesBetween(paper.id, from, version.number), paperStates(paper.id, from)[1]]
    try {
      const found = await (await keep.fresh(changes)).json()
      const { version: before } = await (await keep.fresh(old)).json()
      const pieces = oldPieces(found.changes, before, width)
      for (const piece of pieces) await keep.once(piece)
      kept.push(changes, old, ...pieces)
    } catch (fault) {
      if (!(fault instanceof NotReady)) throw fault   // when it is, that is told, and all is looked at again
    }
  }
  return kept
}
