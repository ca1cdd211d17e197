import assert from 'node:assert/strict'
import test from 'node:test'
import { Seating } from '../../web/static/models/seating.js'

const seat = (id, name, role = 'delegate') => ({ id, role, person: { id: id + 100, name } })
const names = (seating, role) => seating.of(role).map(({ person }) => person.name)

test('people are listed by their given names, as in Vietnamese lists', () => {
  const seating = new Seating([seat(1, 'Nguyễn Văn Hùng'), seat(2, 'Trần Thị Bình'), seat(3, 'Lê Đức Anh')])
  assert.deepEqual(names(seating, 'delegate'), ['Lê Đức Anh', 'Trần Thị Bình', 'Nguyễn Văn Hùng'])
})

test('facts about seats may come twice', () => {
  const seating = new Seating([seat(1, 'A')])
  const facts = [
    { name: 'seat.taken', body: { seat: seat(2, 'B') } },
    { name: 'seat.changed', body: { seat: seat(2, 'B', 'guest') } },
    { name: 'seat.vacated', body: { seat: 1, person: 101 } },
  ]
  for (const fact of [...facts, ...facts.slice(1)]) assert.ok(seating.apply(fact))
  assert.deepEqual(seating.all.map(({ id, role }) => [id, role]), [[2, 'guest']])
})
