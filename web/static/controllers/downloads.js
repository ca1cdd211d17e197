/** A paper taken away as a file: as everybody has it, or with one's own marks in it. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

/** @param {number} version @returns {HTMLElement[]} links that bring a file */
export function downloadsOf(version) {
  return [
    link(`/api/versions/${version}/copy`, _('Tải bản PDF')),
    link(`/api/versions/${version}/annotated.pdf`, _('Tải bản có ghi chú của tôi')),
    link(`/api/versions/${version}/annotated.pdf?shared=1`, _('Tải bản có cả ghi chú được chia sẻ')),
  ]
}

const link = (href, words) => h('a', { class: 'button', href, download: true }, words)
