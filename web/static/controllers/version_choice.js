/** Which version of the paper is read; says so when it is not the newest, or when a newer one arrives. */
import { fill, find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

export class VersionChoice {
  constructor(live, notice, { paper, version }) {
    Object.assign(this, { live, notice, paper, version })
  }

  connect(signal) {
    this.#draw(this.paper.versions)
    find('#versions').addEventListener('change', event => location.assign(this.#address(event.target.value)), { signal })
    for (const name of ['paper.replaced', 'paper.ready', 'paper.changed']) this.live.on(name, ({ paper }) => this.#hear(paper), { signal })
    const newest = this.#newest(this.paper)
    if (newest > this.version.number) this.#tell(_('Ông/bà đang xem bản %(old)s. Bản mới nhất là bản %(new)s.', { old: this.version.number, new: newest }), newest)
  }

  #draw(versions) {
    find('#version-choice').hidden = versions.length < 2
    fill(find('#versions'), versions.map(({ number }) => h('option', { value: number, selected: number === this.version.number }, _('Bản %(number)s', { number }))))
  }

  #hear(paper) {
    if (paper.id !== this.paper.id) return
    find('#paper-title').textContent = paper.title
    this.#draw(paper.versions)
    const newest = this.#newest(paper)
    if (newest > Math.max(this.version.number, this.told ?? 0)) this.#tell(_('Tài liệu này đã có bản mới (bản %(new)s).', { new: newest }), newest)
  }

  #tell(words, newest) {
    this.told = newest
    this.notice.show('version', words, _('Xem bản %(new)s', { new: newest }), this.#address(newest))
  }

  #newest(paper) {
    return Math.max(paper.version.number, ...paper.versions.map(({ number }) => number))
  }

  #address(number) {
    return `/papers/${this.paper.id}?version=${number}`
  }
}
