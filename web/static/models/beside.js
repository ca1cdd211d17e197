/**
 * Which second paper lies beside the first, as the address of the page says it: it is there again after a reload.
 *
 * @typedef {{paper: number, version: number|null, page: number, share: number, shown: 'first'|'both'|'second', along: boolean}} Beside
 *   version: its number, null for the newest; share: of the room, for the first paper; shown: which a phone shows
 */
export const LEAST_SHARE = 20
export const MOST_SHARE = 80
/** @type {Beside['shown'][]} */
const SHOWN = ['both', 'first', 'second']

/** @param {URLSearchParams} query @returns {Beside|null} */
export function readBeside(query) {
  const [, paper, version] = /^(\d+)(?:\.(\d+))?$/.exec(query.get('beside') ?? '') ?? []
  if (!paper) return null
  return {
    paper: Number(paper), version: version ? Number(version) : null, page: Number(query.get('beside-page')) || 1,
    share: shareWithin(Number(query.get('share')) || 50), along: query.get('along') !== '0',
    shown: SHOWN.find(each => each === query.get('shown')) ?? 'both',
  }
}

/** @param {URLSearchParams} query @param {Beside|null} beside @returns {URLSearchParams} the query with what lies beside, or without it */
export function withBeside(query, beside) {
  const told = new URLSearchParams(query)
  for (const name of ['beside', 'beside-page', 'share', 'shown', 'along']) told.delete(name)
  if (!beside) return told
  told.set('beside', beside.version ? `${beside.paper}.${beside.version}` : `${beside.paper}`)
  if (beside.page > 1) told.set('beside-page', `${beside.page}`)
  if (beside.share !== 50) told.set('share', `${beside.share}`)
  if (beside.shown !== 'both') told.set('shown', beside.shown)
  if (!beside.along) told.set('along', '0')
  return told
}

/** Both papers keep enough room to be read. */
export function shareWithin(share) {
  return Math.min(MOST_SHARE, Math.max(LEAST_SHARE, Math.round(share)))
}
