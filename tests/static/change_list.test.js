import assert from 'node:assert/strict'
import test from 'node:test'
import { ChangeList, cutting } from '../../web/static/models/change_list.js'

const change = (kind, page) => ({ kind, old: [], new: [{ paragraph: page, address: '', page }], words: [] })
const list = () => new ChangeList({
  changes: [change('edited', 1), change('added', 2), change('edited', 3)],
  pages: { old: [1, 3], new: [1, 2, 3] }, unread: { old: [], new: [] },
})

test('changes are counted by kind', () => {
  assert.deepEqual(list().counts, { added: 1, removed: 0, moved: 0, edited: 2 })
})

test('one steps through them and stays at either end', () => {
  const changes = list()
  assert.equal(changes.position, 0)
  assert.deepEqual([1, 1, 1, 1].map(step => changes.step(step).new[0].page), [1, 2, 3, 3])
  assert.deepEqual([-1, -1, -1].map(step => changes.step(step).new[0].page), [2, 1, 1])
})

test('what is looked at stays so when it is still shown', () => {
  const changes = list()
  changes.choose(changes.all[2])
  changes.filter('edited')
  assert.equal(changes.position, 2)
  changes.filter('added')
  assert.equal(changes.current, null)
  assert.equal(changes.step(1).kind, 'added')
})

test('a paragraph is cut out of its page with some room around it', () => {
  const cut = cutting([[3, 1000, 5000, 9000, 5600], [4, 1000, 500, 9000, 900]], 3)
  assert.deepEqual([cut.top, cut.height].map(share => share.toFixed(3)), ['0.475', '0.110'])
  assert.deepEqual([cut.left, cut.width].map(share => share.toFixed(3)), ['0.075', '0.850'])
  assert.equal(cut.boxes.length, 1)
})

test('a cutting never leaves its page, and is never a mere strip', () => {
  const first = cutting([[1, 0, 0, 10_000, 100]], 1)
  assert.equal(first.top, 0)
  const last = cutting([[1, 0, 9950, 10_000, 10_000]], 1)
  assert.ok(last.top + last.height <= 1)
  assert.ok(last.left >= 0 && last.left + last.width <= 1)
  assert.equal(cutting([[1, 0, 0, 1, 1]], 2), null)
})
