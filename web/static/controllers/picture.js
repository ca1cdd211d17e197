/** The picture of one page: first small and stretched, then sharp, swapped only when decoded. */
import { h } from '../helpers/dom.js'
import { _ } from '../helpers/i18n.js'

const SMALLEST_READABLE = 800
const MOST_TRIES = 4

export class Picture {
  #width = 0
  #wanted = 0
  #loading = null
  #tries = 0
  #stopped = false
  #shown = null
  #taken = false

  /** @param {(width: number) => string} source @param {{slow: boolean, shown: () => void}} how */
  constructor(source, { slow, shown }) {
    this.source = source
    this.slow = slow
    this.shown = shown
    this.sheet = h('div', { class: 'sheet' })
  }

  /** Go on with a picture that is on the screen already, or on its way there. @param {HTMLImageElement} image @param {number} width */
  take(image, width) {
    this.#wanted = width
    if (image.complete && image.naturalWidth) return this.#show(image, width)
    this.sheet.prepend(image)
    this.#taken = true
    this.#loading = image
    this.#arrive(image, width, 'high')
  }

  standIn(width) {
    if (this.#shown) return
    const image = this.#image(width, 'high')
    const show = () => { if (!this.#shown && !this.#stopped) this.sheet.prepend(image) }
    image.className = 'stand-in'
    if (!image.src.startsWith('data:')) return image.decode().then(show, () => {})
    image.decoding = 'sync'   // it is in hand: nothing is waited for
    show()
  }

  /** @param {number} width of the picture that is sharp here @param {'high'|'low'} priority */
  sharpen(width, priority) {
    if (width <= this.#wanted || this.#stopped) return
    this.#wanted = width
    if (this.#taken) return   // it comes first, as the smaller one on a weak line does
    this.#load(this.slow && !this.#width ? Math.min(width, SMALLEST_READABLE) : width, priority)
  }

  retry() {
    if (this.#width >= this.#wanted || this.#loading) return
    this.#tries = 0
    this.#load(this.#wanted, 'high')
  }

  stop() {
    this.#stopped = true
    if (this.#loading) this.#loading.src = ''
  }

  #load(width, priority) {
    const image = this.#loading = this.#image(width, priority)
    return this.#arrive(image, width, priority)
  }

  async #arrive(image, width, priority) {
    try {
      await image.decode()
    } catch {
      return this.#failed(image, width)
    }
    if (this.#stopped || image !== this.#loading) return
    this.#loading = null
    this.#show(image, width)
    if (width < this.#wanted) this.#load(this.#wanted, priority)
  }

  #show(image, width) {
    this.#taken = false
    this.#tries = 0
    this.#width = width
    image.className = 'sharp'
    this.sheet.querySelectorAll(':scope > img, :scope > .page-trouble').forEach(each => each.remove())
    this.sheet.prepend(image)
    this.#shown = image
    this.sheet.classList.add('ready')
    this.shown()
  }

  #failed(image, width) {
    if (this.#stopped || image !== this.#loading) return
    if (this.#taken) image.remove()
    this.#taken = false
    this.#loading = null
    if (++this.#tries < MOST_TRIES) setTimeout(() => { if (!this.#loading && !this.#stopped) this.#load(width, 'low') }, 1000 * 2 ** this.#tries)
    else if (!this.#shown) this.#offerAgain()
    this.shown()
  }

  #offerAgain() {
    this.sheet.append(h('div', { class: 'page-trouble' },
      h('p', {}, _('Chưa tải được trang này.')),
      h('button', { type: 'button', onclick: event => { event.target.closest('.page-trouble').remove(); this.retry() } }, _('Tải lại trang này'))))
  }

  #image(width, priority) {
    const image = new Image()
    Object.assign(image, { alt: '', draggable: false, decoding: 'async', fetchPriority: priority, src: this.source(width) })
    return image
  }
}
