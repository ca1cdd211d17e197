/**
 * What is still missing before a meeting is published; a grave one should be seen to first, the others may be as meant.
 *
 * @typedef {{code: string, grave: boolean, items?: any[], papers?: any[], count?: number}} Shortcoming
 */

/** @param {{agenda: import('./agenda.js').Agenda, seats: {role: string}[]}} state @returns {Shortcoming[]} */
export function shortcomings({ agenda, seats }) {
  const items = agenda.flat()
  const papers = agenda.papers
  return [
    found('items.none', true, !items.length),
    found('chair.none', true, !seats.some(({ role }) => role === 'chair')),
    found('delegates.none', true, !seats.some(({ role }) => role === 'delegate')),
    those('papers.failed', true, 'papers', papers.filter(({ version }) => version.state === 'failed')),
    those('papers.unready', false, 'papers', papers.filter(({ version }) => ['waiting', 'processing'].includes(version.state))),
    those('items.bare', false, 'items', items.filter(({ papers: own, children }) => !own.length && !children.length)),
    those('items.unpresented', false, 'items', items.filter(({ presenter, children }) => !presenter && !children.length)),
    those('items.untimed', false, 'items', items.filter(({ id }) => !agenda.minutesOf(id))),
  ].filter(Boolean)
}

const found = (code, grave, holds) => holds && { code, grave }
const those = (code, grave, name, list) => list.length > 0 && { code, grave, [name]: list, count: list.length }
