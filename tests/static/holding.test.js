import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holding } from '../../web/static/models/holding.js'
import { folded } from '../../web/static/models/words_in.js'

const found = (things, query) => holding(things, query, thing => thing)

test('letters lose their accents', () => assert.equal(folded('Đặng Thị Hoà'), 'dang thi hoa'))

test('words typed without accents find any', () => {
  assert.deepEqual(found(['Hòa Bình', 'Hóa đơn', 'Lào Cai'], 'hoa'), ['Hòa Bình', 'Hóa đơn'])
  assert.deepEqual(found(['Đường', 'Dương'], 'duong'), ['Đường', 'Dương'])
})

test('words typed with accents mean those, wherever the tone is written', () => {
  assert.deepEqual(found(['Hòa Bình', 'Hóa đơn'], 'hoà'), ['Hòa Bình'])
  assert.deepEqual(found(['Hoà Bình'.normalize('NFD'), 'Hoa'], 'HÒA'), ['Hoà Bình'.normalize('NFD')])
})

test('where nothing has the accents that were typed they are left out', () => {
  assert.deepEqual(found(['Hóa đơn', 'Lào Cai'], 'hoà'), ['Hóa đơn'])
})

test('all words must be there, in any order', () => {
  assert.deepEqual(found(['Bàn Văn Phúc', 'Bàn Thị Phin'], 'phuc ban'), ['Bàn Văn Phúc'])
})

test('nothing typed finds all, and what is no word nothing', () => {
  assert.deepEqual(found(['a', 'b'], '  '), ['a', 'b'])
  assert.deepEqual(found(['a', 'b'], '%'), [])
})
