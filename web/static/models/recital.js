/**
 * A paper read aloud, paragraph by paragraph: where it is, and where it goes on. It knows neither page nor sound.
 *
 * @typedef {import('./paragraph_index.js').Paragraph} Paragraph
 * @typedef {{say: (words: string, rate: number) => Promise<void>, hush: () => void, prepare: (words: string) => void, pace: (rate: number) => boolean}} Voice
 *   pace: whether what is being said goes on at another rate by itself
 * @typedef {{after: (paragraph: Paragraph) => Promise<Paragraph|null>, before: (paragraph: Paragraph) => Promise<Paragraph|null>}} Course
 */
import { pieces, spoken } from './spoken_words.js'

export const RATES = [0.6, 0.8, 1, 1.25, 1.5]
const USUAL = 2

export class Recital {
  /** @type {'silent'|'speaking'|'paused'} */
  state = 'silent'
  /** @type {Paragraph|null} */
  paragraph = null
  #turn = 0
  #piece = 0

  /** @param {{voice: Voice, course: Course, changed: () => void, failed: (fault: Error) => void, step?: number}} parts */
  constructor({ voice, course, changed, failed, step = USUAL }) {
    this.voice = voice
    this.course = course
    this.changed = changed
    this.failed = failed
    this.step = step in RATES ? step : USUAL
  }

  get rate() {
    return RATES[this.step]
  }

  /** @param {Paragraph} paragraph */
  begin(paragraph) {
    return this.#speak(paragraph, 0)
  }

  pause() {
    if (this.state !== 'speaking') return
    this.#interrupt()
    this.#become('paused')
  }

  /** The breath that was broken off is said again from its beginning. */
  goOn() {
    if (this.state === 'paused') return this.#speak(this.paragraph, this.#piece)
  }

  next() {
    return this.#move('after')
  }

  previous() {
    return this.#move('before')
  }

  faster() {
    return this.#pace(1)
  }

  slower() {
    return this.#pace(-1)
  }

  stop() {
    this.#interrupt()
    this.paragraph = null
    this.#become('silent')
  }

  /** @param {'after'|'before'} way */
  async #move(way) {
    if (!this.paragraph) return
    const from = this.paragraph
    const turn = this.#interrupt()
    const found = await this.#found(() => this.course[way](from), turn)
    if (turn !== this.#turn) return
    if (!found && way === 'after') return this.stop()
    return this.#speak(found ?? from, 0)
  }

  #pace(by) {
    const step = Math.min(RATES.length - 1, Math.max(0, this.step + by))
    if (step === this.step) return
    this.step = step
    this.changed()
    if (this.state === 'speaking' && !this.voice.pace(this.rate)) return this.#speak(this.paragraph, this.#piece)
  }

  async #speak(paragraph, from) {
    const turn = this.#interrupt()
    let first = from
    for (let now = paragraph; now; now = await this.#found(() => this.course.after(now), turn), first = 0) {
      if (turn !== this.#turn) return
      this.paragraph = now
      this.#become('speaking')
      if (!await this.#say(pieces(spoken(now)), first, turn)) return
    }
    if (turn === this.#turn) this.stop()
  }

  /** @returns {Promise<boolean>} whether it was said to its end */
  async #say(said, first, turn) {
    for (let piece = first; piece < said.length; piece++) {
      this.#piece = piece
      const saying = this.voice.say(said[piece], this.rate)
      if (said[piece + 1]) this.voice.prepare(said[piece + 1])
      else this.#prepareNext(turn)
      try {
        await saying
      } catch (fault) {
        this.#fail(fault, turn)
      }
      if (turn !== this.#turn) return false
    }
    return true
  }

  async #prepareNext(turn) {
    const next = await this.course.after(this.paragraph).catch(() => null)
    if (next && turn === this.#turn) this.voice.prepare(pieces(spoken(next))[0])
  }

  async #found(find, turn) {
    try {
      return await find()
    } catch (fault) {
      this.#fail(fault, turn)
      return null
    }
  }

  #fail(fault, turn) {
    if (turn !== this.#turn) return
    this.stop()
    this.failed(fault)
  }

  #interrupt() {
    this.voice.hush()
    return ++this.#turn
  }

  #become(state) {
    this.state = state
    this.changed()
  }
}
