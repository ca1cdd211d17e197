/**
 * Words found as people type them: without accents any will do, with accents those are meant; where nothing has
 * them, they are left out. "hoà" and "hòa" are one word.
 */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g
const MARKS = /\p{Mn}/gu
const WORD = /[\p{L}\p{N}]+/gu

/** @param {string} text @returns {string} lower case, without accents */
export const plain = text => text.normalize('NFD').replace(MARKS, '').replace(/[đĐ]/g, 'd').toLowerCase()

/** With its accents, the tone at the end of each word: where it is written within the word is a matter of taste. */
const spelled = text => text.toLowerCase().normalize('NFD').replace(/[\p{L}\p{N}\p{Mn}]+/gu, word => word.replace(TONES, '') + (word.match(TONES) ?? []).join(''))

/**
 * Those of `things` whose words hold all that was typed, in their order.
 * @template T
 * @param {T[]} things @param {string} query @param {(thing: T) => string} wordsOf
 * @returns {T[]}
 */
export function holding(things, query, wordsOf) {
  const wanted = query.normalize('NFC').match(WORD) ?? []
  if (!wanted.length) return query.trim() ? [] : things
  const exactly = things.filter(thing => wanted.every(word => holds(wordsOf(thing), word)))
  return exactly.length ? exactly : things.filter(thing => wanted.every(word => plain(wordsOf(thing)).includes(plain(word))))
}

function holds(text, word) {
  return plain(word) === word.toLowerCase() ? plain(text).includes(word.toLowerCase()) : spelled(text).includes(spelled(word))
}
