// What a benchmark looks at from within a page; put in before anything of the page itself.
globalThis.bench = {
  moves: [],

  /** Wait until something is there; returns at which moment of the page's own time it was, in ms. */
  async until(selector, patience = 60_000) {
    const end = performance.now() + patience
    for (;;) {
      if (document.querySelector(selector)) return performance.now()
      if (performance.now() > end) throw new Error(`never: ${selector}`)
      await new Promise(requestAnimationFrame)
    }
  },

  /** Scroll at so many px a second for so many ms; returns how many frames there were, late ones, and blank ones. */
  async scroll(scroller, anything, speed, lasting) {
    const view = document.querySelector(scroller)
    const { clientHeight } = view
    const began = performance.now()
    let [last, frames, late, blank] = [began, 0, 0, 0]
    for (;;) {
      const at = await new Promise(requestAnimationFrame)
      if (frames) {
        late += at - last > 34
        blank += [...view.querySelectorAll('.page')].some(page => {
          const { top, bottom } = page.getBoundingClientRect()
          return bottom > 40 && top < clientHeight - 40 && !page.querySelector(anything)
        })
      }
      if (at - began > lasting) return { frames, late, blank }
      view.scrollTop += speed * (at - last) / 1000
      last = at
      frames++
    }
  },
}
{
  const add = EventTarget.prototype.addEventListener
  EventTarget.prototype.addEventListener = function (type, handler, how) {
    if (type !== 'pointermove' || typeof handler !== 'function') return add.call(this, type, handler, how)
    return add.call(this, type, function (event) {
      const began = performance.now()
      try {
        return handler.call(this, event)
      } finally {
        bench.moves.push(performance.now() - began)
      }
    }, how)
  }
}
