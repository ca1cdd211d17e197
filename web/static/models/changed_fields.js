/** What differs between the text on the screen and the text that somebody else saved meanwhile. */

/**
 * @param {Record<string, any>} mine @param {Record<string, any>} theirs
 * @returns {{field: string, mine: any, theirs: any, differs: boolean}[]}
 */
export function compared(mine, theirs) {
  return Object.keys(mine).map(field => ({
    field, mine: mine[field], theirs: theirs[field],
    differs: (mine[field] ?? '') !== (theirs[field] ?? ''),
  }))
}
