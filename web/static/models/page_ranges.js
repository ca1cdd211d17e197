/** Pages as one types them to be printed: "1-3, 7". The server reads them by the same rules (`documents/copies/chosen.py`). */
const PIECE = /^(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?$/
const LONGEST = 500

/**
 * @typedef {{pages?: number[], wrong?: 'not_understood'|'backwards'|'beyond', typed?: string}} Chosen either the pages, or what is wrong with what was typed
 *
 * @param {string} typed @param {number} count of the paper's pages @returns {Chosen}
 */
export function pagesIn(typed, count) {
  const found = new Set()
  if (typed.length > LONGEST) return { wrong: 'not_understood', typed: `${typed.slice(0, 40)}…` }
  for (const piece of typed.split(/[,;]/).map(each => each.trim()).filter(Boolean)) {
    const [, from, to = from] = PIECE.exec(piece) ?? []
    const [first, last] = [Number(from), Number(to)]
    if (!from) return { wrong: 'not_understood', typed: piece.slice(0, 40) }
    if (first > last) return { wrong: 'backwards', typed: piece }
    const beyond = [first, last].find(page => page < 1 || page > count)
    if (beyond !== undefined) return { wrong: 'beyond', typed: `${beyond}` }
    for (let page = first; page <= last; page++) found.add(page)
  }
  if (!found.size) return { wrong: 'not_understood', typed: typed.trim().slice(0, 40) }
  return { pages: [...found].sort((a, b) => a - b) }
}

/** Pages in as few words as they take: 1-3,7. @param {number[]} pages in their order */
export function inRanges(pages) {
  const runs = []
  for (const page of pages) {
    if (runs.at(-1)?.[1] === page - 1) runs.at(-1)[1] = page
    else runs.push([page, page])
  }
  return runs.map(([first, last]) => first === last ? `${first}` : `${first}-${last}`).join(',')
}
