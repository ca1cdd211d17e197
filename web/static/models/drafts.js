/** Words being written, kept on this device under the person's id until the server has them. */
const nameOf = (person, about) => `phien:${person}:draft:${about}`

export class Drafts {
  /** @param {number} person @param {Storage} [storage] */
  constructor(person, storage = globalThis.localStorage) {
    Object.assign(this, { person, storage })
  }

  read(about) {
    try {
      return this.storage.getItem(nameOf(this.person, about)) ?? ''
    } catch {
      return ''   // a browser may forbid storage altogether
    }
  }

  keep(about, text) {
    try {
      if (text.trim()) this.storage.setItem(nameOf(this.person, about), text)
      else this.storage.removeItem(nameOf(this.person, about))
    } catch { /* full or forbidden: the words are still in the form */ }
  }
}

/** Wipe all drafts of `person` from this device. */
export function forget(person, storage = globalThis.localStorage) {
  try {
    const names = Array.from({ length: storage.length }, (_each, index) => storage.key(index))
    for (const name of names) if (name.startsWith(`phien:${person}:`)) storage.removeItem(name)
  } catch { /* nothing was kept then */ }
}
