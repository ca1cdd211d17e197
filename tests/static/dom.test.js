import assert from 'node:assert/strict'
import { test } from 'node:test'

import { goesThere } from '../../web/static/helpers/dom.js'

const plain = { defaultPrevented: false, button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }

test('a plain press on a link leads there', () => {
  assert.equal(goesThere(plain), true)
})

for (const other of [{ button: 1 }, { ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }]) {
  test(`a press for another tab is the browser's: ${JSON.stringify(other)}`, () => {
    assert.equal(goesThere({ ...plain, ...other }), false)
  })
}

test('a press somebody has taken already leads nowhere', () => {
  assert.equal(goesThere({ ...plain, defaultPrevented: true }), false)
})
