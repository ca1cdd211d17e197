import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lead } from '../../web/static/models/lead.js'
import { Typists } from '../../web/static/models/typists.js'

const led = (page, about = {}) => ({ paper: 5, title: 'Tờ trình', page, person: 1, ...about })
const lead = () => new Lead({ paper: 5, me: 9 })

test('the chair calls from another page and not from the one in view', () => {
  const calls = lead()
  assert.equal(calls.call(3, 0), null)
  calls.hear(led(12), 0)
  assert.equal(calls.call(3, 0).page, 12)
  assert.equal(calls.call(12, 0), null)
  assert.equal(calls.call(3, 0).page, 12, 'who turns away again may come again')
})

test('a call that was closed stays closed until the chair leads elsewhere or anew', () => {
  const calls = lead()
  calls.hear(led(12), 0)
  calls.ignore()
  calls.hear(led(13), 0)
  assert.equal(calls.call(3, 0), null)
  calls.hear(led(1, { paper: 6 }), 0)
  assert.equal(calls.call(3, 0).paper, 6)
  calls.ignore()
  calls.hear(led(null, { paper: 6 }), 0)
  calls.hear(led(2, { paper: 6 }), 0)
  assert.equal(calls.call(3, 0).page, 2)
})

test('a lead that has ended, or is not said again, calls no more; nor does one\'s own', () => {
  const calls = lead()
  calls.hear(led(12), 0)
  assert.equal(calls.call(3, 66_000), null)
  calls.hear(led(12), 70_000)
  calls.hear(led(null), 71_000)
  assert.equal(calls.call(3, 71_000), null)
  calls.hear(led(12, { person: 9 }), 72_000)
  assert.equal(calls.call(3, 72_000), null)
})

test('who writes is named under that paragraph, until the remark is there or the hand rests', () => {
  const typists = new Typists()
  typists.hear({ paragraph: 7, person: 1, name: 'Amina' }, 0)
  typists.hear({ paragraph: 7, person: 2, name: 'Bruno' }, 3000)
  assert.deepEqual([typists.on(7, 3000), typists.on(8, 3000)], [['Amina', 'Bruno'], []])
  assert.deepEqual([typists.forget(6500), typists.on(7, 6500), typists.forget(6600)], [true, ['Bruno'], false])
  assert.deepEqual([typists.done(2), typists.done(2), typists.on(7, 6600)], [true, false, []])
})
