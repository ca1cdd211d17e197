/** A code on the secretary's screen. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ShownCode } from '../../web/static/models/shown_code.js'

function shown(more = {}) {
  const time = { now: 0 }
  const code = new ShownCode({ code: 7, digits: '012345', seconds: 120, ...more }, () => time.now)
  const hear = (name, number = 7) => code.apply({ name, body: { code: number, seat: 1, meeting: 1 } })
  return { code, time, hear }
}

test('a code counts down, and then holds no longer', () => {
  const { code, time } = shown()
  assert.deepEqual([code.left, code.state, code.spaced], [120, 'waiting', '012 345'])
  time.now = 119_500
  assert.deepEqual([code.left, code.state], [1, 'waiting'])
  time.now = 120_000
  assert.deepEqual([code.left, code.state], [0, 'expired'])
})

test('it says what the tablet did, once', () => {
  const { code, hear } = shown()
  assert.equal(hear('code.entered'), true)
  assert.equal(hear('code.entered'), false)
  assert.equal(hear('code.used'), true)
  assert.equal(code.state, 'used')
})

test('what is over stays as it ended', () => {
  const { code, time, hear } = shown()
  hear('code.used')
  time.now = 500_000
  assert.equal(code.state, 'used')
  assert.equal(hear('code.declined'), false)
})

test('another code, or another fact, is not its news', () => {
  const { code, hear } = shown()
  assert.equal(hear('code.used', 8), false)
  assert.equal(code.apply({ name: 'seat.vacated', body: { seat: 1 } }), false)
  assert.equal(code.state, 'waiting')
})

test('digits that were guessed at are shown no longer, unless the tablet asks already', () => {
  const guessed = shown()
  guessed.hear('code.guessed')
  assert.deepEqual([guessed.code.state, guessed.code.spaced], ['guessed', null])
  const entered = shown()
  entered.hear('code.entered')
  assert.equal(entered.hear('code.guessed'), false)
  assert.equal(entered.code.state, 'entered')
})

test('while somebody guesses there is only the QR code', () => {
  const { code } = shown({ digits: null })
  assert.deepEqual([code.state, code.spaced], ['guessed', null])
})
