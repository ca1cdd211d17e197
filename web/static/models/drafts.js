/** Words being written, kept on this device under the person's id until the server has them. */
const nameOf = (person, about) => `phien:${person}:draft:${about}`

/** What a remark that is being written on a paragraph is kept under: its paper finds it again in a later version. */
export const onParagraph = (paper, paragraph) => `${underPaper(paper)}${paragraph}`
const underPaper = paper => `paper:${paper}:paragraph:`

/** Say whether words are in the outbox already: then they are no draft any more. */
export const isSent = (words, paragraph, acts) => acts.some(({ payload }) => payload.paragraph === paragraph && payload.text === words.trim())

/** What texts are kept under, each with what it is about behind it. */
const TEXTS = ['paper:', 'reply:', 'edit:', 'answer:', 'note:']

export class Drafts {
  /** @param {number} person @param {Storage} [storage] */
  constructor(person, storage = globalThis.localStorage) {
    this.person = person
    this.storage = storage
  }

  read(about) {
    try {
      return this.storage.getItem(nameOf(this.person, about)) ?? ''
    } catch {
      return ''   // a browser may forbid storage altogether
    }
  }

  /** Hear that another page of this browser has changed a draft. @param {string} about @param {() => void} heard @param {AbortSignal} signal */
  follow(about, heard, signal) {
    globalThis.addEventListener?.('storage', ({ key }) => { if (key === nameOf(this.person, about)) heard() }, { signal })
  }

  keep(about, text) {
    try {
      if (text.trim()) this.storage.setItem(nameOf(this.person, about), text)
      else this.storage.removeItem(nameOf(this.person, about))
    } catch { /* full or forbidden: the words are still in the form */ }
  }

  /** Keep words below those that are being written there. @returns {string} both */
  add(about, words) {
    const both = below(this.read(about), words)
    this.keep(about, both)
    return both
  }

  /** @returns {number} how many texts are being written; what else is kept here only says how one reads and writes */
  get written() {
    const begins = TEXTS.map(about => nameOf(this.person, about))
    return namesIn(this.storage).filter(name => begins.some(begin => name.startsWith(begin))).length
  }

  /** @returns {number[]} the paragraphs of a paper, of whichever version, that something is being written on */
  paragraphsOf(paper) {
    const begins = nameOf(this.person, underPaper(paper))
    return namesIn(this.storage).filter(name => name.startsWith(begins)).map(name => Number(name.slice(begins.length)))
  }

  /**
   * Take words along to where their paragraph stands now, below what is being written there already.
   * They are given up at the old place only once the new one has them.
   * @returns {boolean} whether there were any, and they are there now
   */
  move(from, to) {
    const [moved, there] = [this.read(from), this.read(to)]
    if (!moved.trim() || from === to) return false
    const both = below(there, moved)
    this.keep(to, both)
    if (this.read(to) !== both) return false
    this.keep(from, '')
    return true
  }
}

/** Words under those that stand there. */
export const below = (there, words) => there.trim() ? `${there.trimEnd()}\n\n${words}` : words

function namesIn(storage) {
  try {
    return Array.from({ length: storage.length }, (_each, index) => storage.key(index))
  } catch {
    return []
  }
}

/** Wipe all drafts of `person` from this device. */
export function forget(person, storage = globalThis.localStorage) {
  try {
    for (const name of namesIn(storage)) if (name.startsWith(`phien:${person}:`)) storage.removeItem(name)
  } catch { /* nothing was kept then */ }
}
