/**
 * The numbers of the pages of a pack, which never change once people have heard them.
 *
 * Runs are base, letter, count: letter 0 counts base, base + 1, …; from letter 1 on the letters count, so
 * that [37, 1, 3] is 37a, 37b, 37c; after z comes aa.
 */
const LETTERS = 26
const FIRST = 'a'.charCodeAt(0)
const WRITTEN = /^([0-9]{1,6})([a-z]{0,4})$/

export class PackNumbers {
  /** @param {number[][]} runs */
  constructor(runs = []) {
    this.runs = runs
  }

  /** The numbers of so many pages, counted from `first`. */
  static plain(first, count) {
    return new PackNumbers(count > 0 ? [[first, 0, count]] : [])
  }

  /** Whether any page has a letter, so that a keyboard without letters would not do. */
  get lettered() {
    return this.runs.some(([, letter]) => letter > 0)
  }

  /** @returns {string} what a page is called, from 1; nothing where it has no number */
  label(page) {
    let left = page - 1
    for (const [base, letter, count] of this.runs) {
      if (left >= 0 && left < count) return letter ? `${base}${written(letter + left)}` : `${base + left}`
      left -= count
    }
    return ''
  }

  /** From which page to which, of so many. */
  span(count) {
    const [first, last] = [this.label(1), this.label(count)]
    return first === last || !last ? first : `${first}–${last}`
  }

  /** @returns {number|null} which page is called so, from 1 */
  find(label) {
    const [, digits, letters] = WRITTEN.exec(`${label}`.trim().toLowerCase()) ?? []
    if (digits === undefined) return null
    const [base, letter] = [Number(digits), read(letters)]
    let before = 0
    for (const [first, firstLetter, count] of this.runs) {
      const step = firstLetter ? letter - firstLetter : base - first
      const same = firstLetter ? base === first && letter > 0 : letter === 0
      if (same && step >= 0 && step < count) return before + step + 1
      before += count
    }
    return null
  }
}

/** Whether words name a page of the pack by a letter, which no page of a paper by itself has. */
export const namesLetter = words => /^\s*[0-9]{1,6}[a-z]{1,4}\s*$/i.test(words)

function written(letter) {
  let letters = ''
  for (let left = letter; left > 0; left = Math.floor((left - 1) / LETTERS)) {
    letters = String.fromCharCode(FIRST + (left - 1) % LETTERS) + letters
  }
  return letters
}

function read(letters) {
  return [...letters].reduce((letter, each) => letter * LETTERS + each.charCodeAt(0) - FIRST + 1, 0)
}
