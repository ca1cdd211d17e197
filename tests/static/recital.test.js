import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParagraphIndex } from '../../web/static/models/paragraph_index.js'
import { ReadingCourse } from '../../web/static/models/reading_course.js'
import { RATES, Recital } from '../../web/static/models/recital.js'

const paragraph = (ordinal, page, text, more = {}) => ({ id: 100 + ordinal, ordinal, kind: 'body', text, boxes: [[page, 0, ordinal * 1000, 9000, ordinal * 1000 + 900]], ...more })
const PAPER = [paragraph(0, 1, 'Mở đầu'), paragraph(1, 1, ' '), paragraph(2, 1, 'Đoạn hai'), paragraph(3, 3, 'Đoạn ba'), paragraph(4, 3, 'Hết')]

/** A voice that speaks until it is let go on, and what it was given. */
function voice(paces = true) {
  const heard = []
  let end = null
  return {
    heard, prepared: [], hushed: 0, broken: null,
    say(words, rate) {
      heard.push([words, rate])
      if (this.broken) return Promise.reject(this.broken)
      return new Promise(resolve => { end = resolve })
    },
    hush() { this.hushed++; const done = end; end = null; done?.() },
    prepare(words) { this.prepared.push(words) },
    pace() { return paces },
    async ended() { const done = end; end = null; done(); await settled() },
  }
}

async function settled() {
  for (let turn = 0; turn < 30; turn++) await null
}

function reading(paper = PAPER, { paces = true, need = async () => {} } = {}) {
  const index = new ParagraphIndex()
  index.add(paper)
  const speaker = voice(paces)
  const faults = []
  const course = new ReadingCourse({ source: { need }, index, pages: 3 })
  const recital = new Recital({ voice: speaker, course, changed: () => {}, failed: fault => faults.push(fault.message) })
  return { recital, speaker, course, faults, said: () => speaker.heard.map(([words]) => words) }
}

test('a paper is read paragraph by paragraph over the ends of its pages, and is silent at its end', async () => {
  const { recital, speaker, said } = reading()
  recital.begin(PAPER[0])
  await settled()
  assert.deepEqual(speaker.prepared, ['Đoạn hai'], 'what comes next is made ready')
  for (const words of ['Mở đầu', 'Đoạn hai', 'Đoạn ba', 'Hết']) {
    assert.equal(said().at(-1), words)
    assert.equal(recital.paragraph.text, words)
    await speaker.ended()
  }
  assert.equal(recital.state, 'silent')
  assert.equal(recital.paragraph, null)
})

test('whoever pauses goes on at the breath that was broken off', async () => {
  const long = paragraph(0, 1, 'Câu thứ nhất khá dài để thành một hơi riêng biệt. '.repeat(9))
  const { recital, speaker, said } = reading([long])
  recital.begin(long)
  await settled()
  await speaker.ended()
  const second = said().at(-1)
  recital.pause()
  await settled()
  assert.equal(recital.state, 'paused')
  assert.equal(speaker.heard.length, 2)
  recital.goOn()
  await settled()
  assert.equal(said().at(-1), second)
  assert.equal(recital.state, 'speaking')
})

test('one paragraph on or back, and never before the first', async () => {
  const { recital, said } = reading()
  recital.begin(PAPER[2])
  await settled()
  for (const [act, words] of [['next', 'Đoạn ba'], ['previous', 'Đoạn hai'], ['previous', 'Mở đầu'], ['previous', 'Mở đầu']]) {
    recital[act]()
    await settled()
    assert.equal(said().at(-1), words)
  }
  recital.pause()
  recital.next()
  await settled()
  assert.equal(recital.state, 'speaking')
  recital.stop()
  await settled()
  assert.equal(said().length, 6)
  recital.next()
  recital.goOn()
  await settled()
  assert.equal(said().length, 6, 'what was stopped stays silent')
})

test('faster and slower go on with the same words, at once where the voice can, and stop at the ends', async () => {
  const [quick, begun] = [reading(), reading(PAPER, { paces: false })]
  for (const { recital } of [quick, begun]) recital.begin(PAPER[0])
  await settled()
  for (const { recital } of [quick, begun]) recital.faster()
  await settled()
  assert.equal(quick.speaker.heard.length, 1)
  assert.deepEqual(begun.speaker.heard.at(-1), ['Mở đầu', RATES[3]])
  for (let each = 0; each < 9; each++) quick.recital.slower()
  assert.equal(quick.recital.rate, RATES[0])
})

test('a voice or a page that fails ends the reading and says why', async () => {
  const mute = reading()
  mute.speaker.broken = new Error('không có tiếng')
  mute.recital.begin(PAPER[0])
  await settled()
  assert.deepEqual(mute.faults, ['không có tiếng'])
  assert.equal(mute.recital.state, 'silent')

  const gone = reading(PAPER, { need: async page => { if (page > 1) throw new Error('không có mạng') } })
  gone.recital.begin(PAPER[2])
  await settled()
  await gone.speaker.ended()
  assert.deepEqual(gone.faults, ['không có mạng'])
})

test('what is in view is where reading begins', async () => {
  const { course } = reading()
  assert.equal((await course.from(1, 0)).text, 'Mở đầu')
  assert.equal((await course.from(1, 950)).text, 'Đoạn hai')
  assert.equal((await course.from(2, 0)).text, 'Đoạn ba')
  assert.equal(await course.from(3, 9999), null)
  assert.equal(await course.before(PAPER[0]), null)
  assert.equal((await course.before(PAPER[3])).text, 'Đoạn hai')
})
