/** One line that sums up a meeting's papers. */
import { fill, h } from '../helpers/dom.js'
import { countMinutes, countPages, countPapers } from '../helpers/labels.js'

/** @param {Element} element @param {import('../models/agenda.js').Agenda} agenda */
export function drawPackLine(element, agenda) {
  const { papers, pages, minutes } = agenda
  const parts = [papers.length && countPapers(papers.length), pages && countPages(pages), minutes && countMinutes(minutes)]
  fill(element, h('p', { class: 'muted' }, parts.filter(Boolean).join(' · ')))
}
