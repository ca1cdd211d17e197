/** What the server counts just now, for the administrator; asked every two seconds while the page is seen. */
import { api } from '../helpers/api.js'
import { fill, find, h } from '../helpers/dom.js'
import { number } from '../helpers/format.js'
import { _ } from '../helpers/i18n.js'
import { arrived, openPage } from './following.js'

const PAUSE = 2000
/** In the order in which they are looked at; what has no words is shown by its name. */
const WORDS = {
  sockets: {
    sockets: () => _('Thiết bị đang kết nối'), stall_ms: () => _('Vòng lặp chậm nhất (p99, ms)'), frames: () => _('Gói tin đã soạn'),
    deliveries: () => _('Lượt gửi tới thiết bị'), batches: () => _('Đợt gửi'), queued: () => _('Gói tin đang chờ gửi'),
    repaired: () => _('Bổ sung từ sổ ghi'), cut: () => _('Đã ngắt vì quá chậm'), throttled: () => _('Lần bị hãm vì gửi quá nhanh'),
  },
  writer: { acts: () => _('Việc đã ghi'), batches: () => _('Đợt ghi'), waiting: () => _('Việc đang chờ ghi') },
}
const PARTS = { sockets: () => _('Kết nối trực tuyến'), writer: () => _('Sổ ghi') }

class Watch {
  constructor(root) {
    this.root = root
  }

  async connect() {
    await openPage({ root: this.root, load: () => this.#load() })
    setInterval(() => document.hidden || this.#load().catch(() => this.#lost()), PAUSE)
  }

  async #load() {
    const figures = await api.get('/figures')
    arrived(this.root)
    fill(this.root, h('h1', {}, _('Tình trạng máy chủ')), Object.entries(figures).map(([part, numbers]) => table(part, numbers)))
  }

  #lost() {
    fill(this.root, h('h1', {}, _('Tình trạng máy chủ')), h('p', { class: 'refusal', role: 'alert' }, _('Mất kết nối')))
  }
}

function table(part, numbers) {
  const names = new Set([...Object.keys(WORDS[part] ?? {}), ...Object.keys(numbers)])
  const shown = [...names].filter(name => name in numbers)
  return h('section', {}, h('h2', {}, PARTS[part]?.() ?? part), h('table', {}, h('tbody', {}, shown.map(name =>
    h('tr', {}, h('th', { scope: 'row' }, WORDS[part]?.[name]?.() ?? name), h('td', { class: 'number' }, number(numbers[name])))))))
}

new Watch(find('#watch')).connect()
