import assert from 'node:assert/strict'
import test from 'node:test'
import { fromField, size, toField } from '../../web/static/helpers/format.js'

test('a time survives the field it is typed in', () => {
  assert.equal(fromField(toField('2026-11-21T01:30:00.000Z')), '2026-11-21T01:30:00.000Z')
  assert.equal(fromField(''), null)
})

test('sizes are said in the unit that fits', () => {
  assert.equal(size(2048), '2 KB')
  assert.equal(size(13.7 * 1048576), '14 MB')
})
