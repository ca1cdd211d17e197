/**
 * Words as the server looks for them (documents/search/words.py): exact, with the tone of "hòa" and "hoà" in one place,
 * and folded to what a keyboard without accents types.
 *
 * @typedef {{start: number, end: number, exact: string, folded: string}} Word and where it stands in its text
 */
const TOKEN = /[\p{L}\p{N}\u0300-\u036f]+/gu
const NEITHER = /[^\p{L}\p{N}]/gu
const TONE = '[\u0300\u0301\u0303\u0309\u0323]'
const OLD_PLACE = new RegExp(`(o)(${TONE})([ae])|(u)(${TONE})(y)`, 'g')
const LONGEST = 64

/** Looks like đ, and old keyboards typed it for one. */
const ICELANDIC_D = /ð/g

/** @param {string} text @returns {Word[]} in their order */
export function wordsIn(text) {
  return [...text.matchAll(TOKEN)]
    .map(({ 0: word, index }) => ({ start: index, end: index + word.length, exact: letters(exact(word)), folded: letters(folded(word)) }))
    .filter(each => each.folded)
}

/** @param {string} text @returns {string} in lower case, without accents; what is between the words stays */
export const folded = text => spread(text).replace(/\p{Mn}/gu, '').replace(/đ/g, 'd')

/** @param {string} text @returns {string} in lower case, with its accents; what is between the words stays */
export const exact = text => spread(text).replace(OLD_PLACE, (_all, o, ofO, after, u, ofU, y) => o ? o + after + ofO : u + y + ofU).normalize('NFC')

const spread = text => text.normalize('NFKC').toLowerCase().replace(ICELANDIC_D, 'đ').normalize('NFD')
const letters = text => [...text.replace(NEITHER, '')].slice(0, LONGEST).join('')
