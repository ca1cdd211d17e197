/** The line between two papers: moved by a finger, a mouse or the arrows; a tap gives the next usual share. */
import { find, h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'
import { LEAST_SHARE, MOST_SHARE } from '../models/beside.js'

const STEP = 5
const USUAL = [50, 65, 35]
const MOVED = 6

export class Divider {
  #dragged = null
  #frame = 0
  element = h('div', { id: 'divider', role: 'separator', tabindex: '0', 'aria-label': _('Ranh giới giữa hai tài liệu, dùng phím mũi tên để dời'), 'aria-controls': 'paper second', 'aria-valuemin': LEAST_SHARE, 'aria-valuemax': MOST_SHARE })

  /** @param {{moved: (share: number) => void}} parts */
  constructor(parts) {
    this.moved = parts.moved
  }

  set share(share) {
    this.element.setAttribute('aria-valuenow', share)
    this.element.setAttribute('aria-valuetext', _('Tài liệu chính chiếm %(share)s phần trăm', { share }))
  }

  get share() {
    return Number(this.element.getAttribute('aria-valuenow'))
  }

  connect(signal) {
    const tall = matchMedia('(orientation: portrait)')
    const turned = () => this.element.setAttribute('aria-orientation', tall.matches ? 'horizontal' : 'vertical')
    tall.addEventListener('change', turned, { signal })
    turned()
    const listen = (name, handler) => this.element.addEventListener(name, handler, { signal })
    listen('pointerdown', event => this.#down(event))
    listen('pointermove', event => this.#move(event))
    for (const name of ['pointerup', 'pointercancel']) listen(name, event => this.#up(event))
    listen('keydown', event => this.#keyed(event))
  }

  #down(event) {
    this.element.setPointerCapture(event.pointerId)
    this.#dragged = { x: event.clientX, y: event.clientY, far: false }
  }

  #move({ clientX, clientY }) {
    const from = this.#dragged
    if (!from) return
    from.far ||= Math.hypot(clientX - from.x, clientY - from.y) > MOVED
    if (!from.far) return
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.moved(shareAt(clientX, clientY)))
  }

  #up({ type }) {
    const tapped = this.#dragged && !this.#dragged.far && type === 'pointerup'
    this.#dragged = null
    if (tapped) this.moved(USUAL[(USUAL.indexOf(this.share) + 1) % USUAL.length])
  }

  #keyed(event) {
    const to = { ArrowLeft: this.share - STEP, ArrowUp: this.share - STEP, ArrowRight: this.share + STEP, ArrowDown: this.share + STEP, Home: LEAST_SHARE, End: MOST_SHARE, Enter: 50 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    event.stopPropagation()   // an arrow turns no page here
    this.moved(to)
  }
}

/** The share that ends under a finger. */
function shareAt(x, y) {
  const [first, second] = ['#paper', '#second'].map(each => find(each).getBoundingClientRect())
  if (first.bottom <= second.top) return (y - first.top) / (second.bottom - first.top) * 100
  return (x - first.left) / (second.right - first.left) * 100
}
