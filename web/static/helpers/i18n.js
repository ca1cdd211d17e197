/**
 * Words in the reader's language. Vietnamese is the message itself, so only other languages
 * fetch a catalogue; whoever imports this file may use the words at once.
 */
import { boot } from './boot.js'

/** @type {Record<string, string | string[]>} */
const catalogue = await load()

/** Say `message` in the reader's language, with `%(name)s` replaced by `values.name`. */
export function _(message, values = {}) {
  const words = catalogue[message]
  return fill((Array.isArray(words) ? words[0] : words) || message, values)
}

/** As `_`, for words that depend on `count`, which they may show as `%(num)s`. */
export function ngettext(one, many, count, values = {}) {
  const forms = [catalogue[one] ?? []].flat()
  const words = count === 1 ? forms[0] || one : forms.at(-1) || many
  return fill(words, { num: count, ...values })
}

function fill(words, values) {
  return words.replace(/%\((\w+)\)[sd]/g, (whole, name) => values[name] ?? whole)
    .replaceAll('%%', '%')
}

async function load() {
  if (!boot.catalogue || boot.locale === 'vi') return {}
  try {
    const answer = await fetch(boot.catalogue)
    return answer.ok ? await answer.json() : {}
  } catch {
    return {} // Vietnamese words serve better than none
  }
}
