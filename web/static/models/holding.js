/** Lists that are searched as people type: words without accents may have any, with accents those are meant; where nothing has them, they are left out. */
import { exact, folded, wordsIn } from './words_in.js'

/**
 * Those of `things` whose words hold all that was typed, in their order.
 * @template T
 * @param {T[]} things @param {string} query @param {(thing: T) => string} wordsOf
 * @returns {T[]}
 */
export function holding(things, query, wordsOf) {
  const wanted = wordsIn(query)
  if (!wanted.length) return query.trim() ? [] : things
  const exactly = things.filter(thing => wanted.every(word => holds(wordsOf(thing), word)))
  return exactly.length ? exactly : things.filter(thing => wanted.every(word => folded(wordsOf(thing)).includes(word.folded)))
}

const holds = (text, word) => word.exact === word.folded ? folded(text).includes(word.folded) : exact(text).includes(word.exact)
