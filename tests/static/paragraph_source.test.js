import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ParagraphSource } from '../../web/static/channels/paragraph_source.js'
import { ParagraphIndex } from '../../web/static/models/paragraph_index.js'

const paragraph = (id, text) => ({ id, ordinal: id, kind: 'body', address: '', text, boxes: [[1, 0, 0, 10, 10]] })

test('an answer that was asked for before a version was read anew is not taken for the new reading', async t => {
  const answers = []
  t.mock.method(globalThis, 'fetch', () => new Promise(resolve => answers.push(paragraphs => resolve(Response.json(paragraphs)))))
  const index = new ParagraphIndex()
  const source = new ParagraphSource(7, index)
  const asked = source.need(2)
  source.forget()
  const anew = source.need(2)
  answers[0]([paragraph(1, 'as it was read before'), paragraph(2, 'joined since')])
  answers[1]([paragraph(1, 'as it is read now')])
  await Promise.all([asked, anew])
  assert.deepEqual(index.on(1).map(each => each.text), ['as it is read now'])
  assert.equal(answers.length, 2)
})

test('what could not be fetched is asked for again, and once only by all who need it', async t => {
  let times = 0
  t.mock.method(globalThis, 'fetch', async () => { if (!times++) throw new TypeError('no way'); return Response.json([paragraph(1, 'there')]) })
  const index = new ParagraphIndex()
  const source = new ParagraphSource(7, index)
  const failed = await Promise.allSettled([source.need(1), source.need(2)])
  assert.deepEqual(failed.map(each => each.status), ['rejected', 'rejected'])
  await source.need(1)
  assert.equal(index.get(1).text, 'there')
  assert.equal(times, 2)
})
