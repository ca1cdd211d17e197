/** Voices that read aloud: the device's own where it speaks Vietnamese, else the server's. */
import { Refused, api } from '../helpers/api.js'
import { _ } from '../helpers/i18n.js'

const VOICES_COME_WITHIN = 1000
const LOOK = 1500
const MOST_KEPT = 6
/** A tenth of a second of nothing: what is played in answer to a touch may play on afterwards. */
const NOTHING = { rate: 8000, samples: 800 }

/** @returns {Promise<SpeechSynthesisVoice|null>} the device's Vietnamese voice, one that needs no network first */
export async function vietnameseVoice(synthesis = globalThis.speechSynthesis) {
  if (!synthesis) return null
  if (!synthesis.getVoices().length) await voicesCome(synthesis)
  const speak = synthesis.getVoices().filter(({ lang }) => /^vi([-_]|$)/i.test(lang))
  return speak.find(({ localService }) => localService) ?? speak[0] ?? null
}

function voicesCome(synthesis) {
  return new Promise(resolve => {
    synthesis.addEventListener?.('voiceschanged', resolve, { once: true })
    setTimeout(resolve, VOICES_COME_WITHIN)
  })
}

/** The device's voice. Pausing is left alone, for on many tablets it does not come back: whoever pauses hushes. */
export class DeviceVoice {
  #end = null

  constructor(voice, synthesis = globalThis.speechSynthesis) {
    this.voice = voice
    this.synthesis = synthesis
  }

  say(words, rate) {
    this.hush()
    return new Promise((resolve, reject) => {
      const saying = Object.assign(new SpeechSynthesisUtterance(words), { voice: this.voice, lang: this.voice.lang, rate })
      const look = setInterval(() => { if (!this.synthesis.speaking && !this.synthesis.pending) done(resolve) }, LOOK)   // some never say that they have ended
      const done = (how, value) => { clearInterval(look); saying.onend = saying.onerror = null; how(value) }
      saying.onend = () => done(resolve)
      saying.onerror = ({ error }) => done(reject, new Error(error))
      this.#end = () => done(resolve)
      this.saying = saying   // or it may be swept away before it ends
      this.synthesis.speak(saying)
    })
  }

  hush() {
    this.#end?.()
    this.#end = null
    if (this.synthesis.speaking || this.synthesis.pending) this.synthesis.cancel()   // of what is said right after it some lose the beginning
  }

  prepare() {}

  pace() {
    return false
  }
}

/** The server's voice, asked for piece by piece; what comes next is fetched meanwhile. */
export class ServerVoice {
  #sounds = new Map()
  #end = null
  #turn = 0

  /** @param {number} version @param {HTMLAudioElement} audio */
  constructor(version, audio) {
    this.version = version
    this.audio = audio
  }

  async say(words, rate) {
    this.hush()
    const turn = this.#turn
    const sound = await this.#sound(words)
    if (turn !== this.#turn) return
    await new Promise((resolve, reject) => {
      this.#end = resolve
      this.audio.src = sound   // first: what was played before ends here and says no more
      this.audio.onended = resolve
      this.audio.onerror = () => reject(silent(_('Máy này không phát được tiếng. Xin thử lại.')))
      this.pace(rate)   // a new sound begins at the usual rate
      this.audio.play().catch(fault => { if (fault.name !== 'AbortError') reject(silent(_('Máy này không cho phát tiếng. Xin bấm “Đọc to” lần nữa.'))) })
    })
  }

  hush() {
    this.#turn++
    this.#end?.()
    this.#end = null
    this.audio.pause()
  }

  prepare(words) {
    this.#sound(words).catch(() => { /* it is asked for again when its turn comes, and then says why */ })
  }

  pace(rate) {
    this.audio.defaultPlaybackRate = this.audio.playbackRate = rate
    return true
  }

  #sound(words) {
    if (!this.#sounds.has(words)) {
      const coming = api.post(`/versions/${this.version}/speech`, { words }, { take: response => response.blob() }).then(blob => URL.createObjectURL(blob))
      this.#sounds.set(words, coming)
      coming.catch(() => this.#sounds.delete(words))
      this.#forgetOld()
    }
    return this.#sounds.get(words)
  }

  #forgetOld() {
    for (const [words, sound] of this.#sounds) {
      if (this.#sounds.size <= MOST_KEPT) return
      this.#sounds.delete(words)
      sound.then(address => URL.revokeObjectURL(address), () => {})
    }
  }
}

/** The device's voice as long as it speaks, then the server's. */
export class Voices {
  #device = null
  #finding = null

  /** @param {number} version */
  constructor(version) {
    this.audio = new Audio()
    this.server = new ServerVoice(version, this.audio)
  }

  /** In answer to a touch: tablets let nothing sound that nobody touched. */
  wake() {
    this.audio.src = silence()
    this.audio.play().catch(() => { /* it is said when there is something to hear */ })
    this.#finding ??= vietnameseVoice().then(voice => { this.#device = voice && new DeviceVoice(voice) })
    return this.#finding
  }

  async say(words, rate) {
    if (!this.#device) return this.#sayFromServer(words, rate)
    try {
      await this.#device.say(words, rate)
    } catch (fault) {
      console.warn(fault)
      this.#device = null   // a voice that lives in the network is gone with it
      await this.#sayFromServer(words, rate)
    }
  }

  hush() {
    this.#device?.hush()
    this.server.hush()
  }

  prepare(words) {
    if (!this.#device) this.server.prepare(words)
  }

  pace(rate) {
    return !this.#device && this.server.pace(rate)
  }

  async #sayFromServer(words, rate) {
    try {
      await this.server.say(words, rate)
    } catch (fault) {
      if (fault.code !== 'network.unreachable') throw fault
      throw silent(_('Máy này không có giọng đọc tiếng Việt, nên cần nối được với máy chủ để nghe. Xin thử lại khi có mạng.'))
    }
  }
}

const silent = message => new Refused({ code: 'voice.silent', message })

let nothing = null

function silence() {
  nothing ??= URL.createObjectURL(new Blob([header(), new Uint8Array(NOTHING.samples).fill(128)], { type: 'audio/wav' }))
  return nothing
}

/** Of a WAV file: one channel, eight bits. */
function header() {
  const view = new DataView(new ArrayBuffer(44))
  const { rate, samples } = NOTHING
  for (const [at, letters] of /** @type {[number, string][]} */ ([[0, 'RIFF'], [8, 'WAVEfmt '], [36, 'data']])) [...letters].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  for (const [at, value] of [[4, 36 + samples], [16, 16], [24, rate], [28, rate], [40, samples]]) view.setUint32(at, value, true)
  for (const [at, value] of [[20, 1], [22, 1], [32, 1], [34, 8]]) view.setUint16(at, value, true)
  return view.buffer
}
