/**
 * Words that were being written when the paper was replaced: they follow their paragraph into the newest version.
 * Where it is gone from there, the person is led to where they were written.
 */
import { api } from '../helpers/api.js'
import { _ } from '../helpers/i18n.js'
import { isSent, onParagraph } from '../models/drafts.js'

const AGAIN = 3000

export class FollowedDrafts {
  #told = new Set()

  /** @param {{live: any, drafts: import('../models/drafts.js').Drafts, notice: any, paper: number, version: any, moved: (paragraph: number) => void, open: (page: number, paragraph: number) => void}} parts */
  constructor(parts) {
    this.live = parts.live
    this.drafts = parts.drafts
    this.notice = parts.notice
    this.paper = parts.paper
    this.version = parts.version
    this.moved = parts.moved
    this.open = parts.open
  }

  /** Asked when the paper is opened, and again when the server has carried to this version what was said. */
  async follow() {
    if (!this.version.latest) return   // an older version is where its words were written
    await this.live.outbox.open().catch(() => null)   // what waits there is no draft
    const drafts = this.drafts.paragraphsOf(this.paper).map(paragraph => this.#follow(paragraph))
    const faults = (await Promise.allSettled(drafts)).map(told => told.status === 'rejected' && told.reason).filter(Boolean)
    if (faults.some(({ status }) => !status)) setTimeout(() => this.follow(), AGAIN)   // a refusal will stay one
  }

  async #follow(paragraph) {
    const from = onParagraph(this.paper, paragraph)
    if (isSent(this.drafts.read(from), paragraph, [...this.live.pending, ...this.live.refused])) return
    const now = await api.get(`/versions/${this.version.id}/standing/${paragraph}`)
    if (now.paragraph === null) return now.known && this.#tellGone(paragraph, now)
    if (this.drafts.move(from, onParagraph(this.paper, now.paragraph))) this.#tellMoved(paragraph, now)
  }

  #tellMoved(old, { paragraph, page }) {
    this.notice.hide(`draft:${old}`)
    this.moved(paragraph)
    this.notice.show(`draft:${paragraph}`, _('Lời ông/bà viết dở ở bản trước đã theo sang đoạn tương ứng.'), _('Mở'), () => this.open(page, paragraph))
  }

  #tellGone(paragraph, { version, page }) {
    if (this.#told.has(paragraph)) return
    this.#told.add(paragraph)
    this.notice.show(`draft:${paragraph}`, _('Ông/bà có lời viết dở ở bản %(number)s; đoạn ấy không còn trong bản này.', { number: version }),
      _('Đọc ở bản %(number)s', { number: version }), `/papers/${this.paper}?version=${version}#page=${page}&paragraph=${paragraph}`)
  }
}
