import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { DeviceVoice, vietnameseVoice } from '../../web/static/channels/voices.js'

const VIETNAMESE = { lang: 'vi-VN', localService: true }
const FAR = { lang: 'vi_VN', localService: false }
const ENGLISH = { lang: 'en-US', localService: true }

globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }

function synthesis(voices) {
  return {
    said: [], cancelled: 0, speaking: false, pending: false, heard: null,
    getVoices: () => voices,
    addEventListener(_name, heard) { this.heard = heard },
    speak(saying) { this.said.push(saying); this.speaking = true },
    cancel() { this.cancelled++; this.speaking = false },
  }
}

test('the Vietnamese voice that needs no network comes first, another one is none', async () => {
  assert.equal(await vietnameseVoice(synthesis([ENGLISH, FAR, VIETNAMESE])), VIETNAMESE)
  assert.equal(await vietnameseVoice(synthesis([ENGLISH, FAR])), FAR)
  assert.equal(await vietnameseVoice(synthesis([ENGLISH, { lang: 'vic', localService: true }])), null)
  assert.equal(await vietnameseVoice(undefined), null)
})

test('voices that come late are waited for, those that never come only a while', async () => {
  const voices = []
  const late = synthesis(voices)
  const found = vietnameseVoice(late)
  voices.push(VIETNAMESE)
  late.heard()
  assert.equal(await found, VIETNAMESE)
  mock.timers.enable({ apis: ['setTimeout'] })
  const never = vietnameseVoice(synthesis([]))
  mock.timers.tick(5000)
  assert.equal(await never, null)
  mock.timers.reset()
})

test('the device says words at a rate, is hushed without a fault, and what breaks it is told', async () => {
  const device = synthesis([VIETNAMESE])
  const voice = new DeviceVoice(VIETNAMESE, device)
  const first = voice.say('một', 1.25)
  assert.deepEqual([device.said[0].text, device.said[0].rate, device.said[0].lang], ['một', 1.25, 'vi-VN'])
  voice.hush()
  await first
  assert.equal(device.cancelled, 1)
  const second = voice.say('hai', 1)
  device.said[1].onerror({ error: 'network' })
  await assert.rejects(second, /network/)
})

test('a voice that never says that it has ended is not waited for', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const device = synthesis([VIETNAMESE])
  const said = new DeviceVoice(VIETNAMESE, device).say('một', 1)
  mock.timers.tick(1500)
  device.speaking = false
  mock.timers.tick(1500)
  await said
  mock.timers.reset()
})
