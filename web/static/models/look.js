/** The ground somebody reads on: as the device has it, or of their own choice, kept on the device under their name. */
const KEPT = 'look'
/** @type {('light'|'dark'|'sepia')[]} */
const CHOICES = ['light', 'dark', 'sepia']

export class Look {
  /** @param {import('./drafts.js').Drafts} drafts @param {HTMLElement} page whose `data-theme` the style sheets go by */
  constructor(drafts, page) {
    this.drafts = drafts
    this.page = page
  }

  /** @returns {'light'|'dark'|'sepia'|''} nothing where the device decides */
  get chosen() {
    const kept = this.drafts.read(KEPT)
    return CHOICES.find(each => each === kept) ?? ''
  }

  /** From now on, and on every page: `early/look.js` reads it before anything is painted. */
  choose(look) {
    this.drafts.keep(KEPT, look)
    this.put(look)
  }

  put(look) {
    if (look) this.page.dataset.theme = look
    else delete this.page.dataset.theme
  }
}
