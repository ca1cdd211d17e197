/** Answers being written, each kept on this device under its comment until the server has it or it is given up. */
const nameOf = comment => `answer:${comment}`

/** @typedef {{outcome: string|null, reason: string}} Answer */

export class AnswerDrafts {
  /** @param {import('./drafts.js').Drafts} drafts */
  constructor(drafts) {
    this.drafts = drafts
  }

  /** @returns {Answer|null} what was being written */
  read(comment) {
    try {
      return JSON.parse(this.drafts.read(nameOf(comment)) || 'null')
    } catch {
      return null   // another program wrote there
    }
  }

  /** @param {number} comment @param {Answer} answer */
  keep(comment, { outcome, reason }) {
    this.drafts.keep(nameOf(comment), outcome || reason.trim() ? JSON.stringify({ outcome, reason }) : '')
  }

  giveUp(comment) {
    this.drafts.keep(nameOf(comment), '')
  }

  /** The server has an answer: it is no draft any more, wherever it was sent from. @param {number} comment @param {Answer} answer */
  settle(comment, { outcome, reason }) {
    const kept = this.read(comment)
    if (kept && kept.outcome === outcome && kept.reason.trim() === reason) this.giveUp(comment)
  }
}
