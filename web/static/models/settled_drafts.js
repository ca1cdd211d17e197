/**
 * A draft is given up when the server has its words, or they are kept with its refusal: on whichever page it was
 * written, and whichever page sent it.
 */
import { AnswerDrafts } from './answer_drafts.js'
import { onParagraph } from './drafts.js'
import { CALLED_BACK } from './made_here.js'

/** @param {import('./drafts.js').Drafts} drafts @param {{command: string, payload: any}} act @param {{ok: boolean, code?: string}} reply */
export function settleDraft(drafts, { command, payload }, { code }) {
  const { paper, paragraph, comment, text } = payload
  const about = { 'comment.create': onParagraph(paper, paragraph), 'comment.reply': `reply:${comment}` }[command]
  if (about && drafts.read(about).trim() === text) drafts.keep(about, '')
  if (command === 'comment.answer' && code !== CALLED_BACK) new AnswerDrafts(drafts).settle(comment, payload)
}
