/** What a delegate may want to do just now, by what the page shows: each gives a command with its payload, or null. */
import { naming } from '../../../web/static/models/made_here.js'

const AUDIENCES = ['meeting', 'meeting', 'meeting', 'desk', 'self']
const COLOURS = ['yellow', 'green', 'blue', 'pink']
const TRIES = 12

export const pick = list => list[Math.floor(Math.random() * list.length)]

const WANTED = [
  [6, remark], [2, reply], [2, reword], [2, narrow], [1, withdraw], [3, rewordWaiting], [1, withdrawWaiting],
  [3, mark], [1, recolour], [1, share], [2, unmark],
]
const ALL = WANTED.flatMap(([weight, deed]) => Array(weight).fill(deed))

/** @param {object} page `reader`, `known` ids of comments, `place` of the paper @returns {[string, object]} */
export function deed(page) {
  return pick(ALL)(page) ?? remark(page)
}

export function remark({ place: { paper, paragraphs } }) {
  return ['comment.create', { paper, paragraph: pick(paragraphs), text: words(), visibility: pick(AUDIENCES) }]
}

function reply(page) {
  const comment = some(page, ({ withdrawn, parent }) => !withdrawn && !parent)
  return comment && ['comment.reply', { comment: comment.id, text: words() }]
}

function reword(page) {
  const comment = myOwn(page)
  return comment && ['comment.change', { comment: comment.id, revision: comment.revision, text: words() }]
}

function narrow(page) {
  const comment = myOwn(page, ({ parent }) => !parent)
  return comment && ['comment.change', { comment: comment.id, revision: comment.revision, visibility: pick(AUDIENCES) }]
}

function withdraw(page) {
  const comment = myOwn(page)
  return comment && ['comment.withdraw', { comment: comment.id }]
}

function rewordWaiting(page) {
  const comment = waiting(page)
  return comment && ['comment.change', { ...naming('comment', comment), revision: comment.revision, text: words() }]
}

function withdrawWaiting(page) {
  const comment = waiting(page)
  return comment && ['comment.withdraw', naming('comment', comment)]
}

export function mark({ reader, place: { paper, paragraphs } }) {
  const top = Math.floor(Math.random() * 9000)
  const target = {
    page: 1, paragraph: pick(paragraphs), boxes: [[1, 1000, top, 9000, top + 200]],
    selectors: [{ type: 'TextQuoteSelector', exact: words(), prefix: '', suffix: '' }],
  }
  const visibility = pick(['self', 'self', 'meeting'])
  return ['annotation.create', { paper, version: reader.version.id, motivation: 'highlighting', visibility, color: pick(COLOURS), note: '', target }]
}

function recolour({ reader }) {
  const mine = myMark(reader)
  return mine && ['annotation.change', { ...naming('annotation', mine), revision: mine.revision, color: pick(COLOURS), note: words() }]
}

function share({ reader }) {
  const mine = myMark(reader)
  return mine && ['annotation.change', { ...naming('annotation', mine), revision: mine.revision, visibility: mine.visibility === 'self' ? pick(['meeting', 'unit']) : 'self' }]
}

function unmark({ reader }) {
  const mine = myMark(reader)
  return mine && ['annotation.remove', naming('annotation', mine)]
}

function myMark({ annotations }) {
  return pick(annotations.all.filter(({ mine }) => mine)) ?? null
}

/** One's own remark that the server does not have yet. */
function waiting({ reader, place }) {
  return pick(reader.comments.under(pick(place.paragraphs)).filter(({ mine, id, state, withdrawn }) => mine && id === null && state !== 'refused' && !withdrawn)) ?? null
}

function myOwn(page, also = () => true) {
  return some(page, comment => comment.creator.person === page.reader.me.person && !comment.withdrawn && also(comment))
}

function some({ reader, known }, wanted) {
  for (let tries = 0; tries < TRIES; tries++) {
    const comment = reader.comments.get(pick(known))
    if (comment && wanted(comment)) return comment
  }
  return null
}

const words = () => `Đề nghị làm rõ khoản ${Math.floor(Math.random() * 1e6)} của dự thảo.`
