import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InkHistory } from '../../web/static/models/ink_history.js'
import { MOST_POINTS, boxAround, decode, encode, outlineOf, pointsHere, simplified, strokesOf, touches } from '../../web/static/models/ink.js'
import { WritingHand } from '../../web/static/models/writing_hand.js'

const RATIO = Math.SQRT2
const point = (x, y, pressure = 50) => ({ x, y, pressure })
const wave = count => Array.from({ length: count }, (_each, index) => point(1000 + index * 3, 5000 + Math.sin(index / 9) * 400, 50 + Math.cos(index / 20) * 40))

test('a stroke travels as whole differences and comes back as it was', () => {
  const points = [point(1000, 1200, 50), point(1100, 1240, 55), point(1070, 1320, 45)]
  const ink = encode(points, 30)
  assert.deepEqual(ink, { width: 30, points: [1000, 1200, 50, 100, 40, 5, -30, 80, -10] })
  assert.deepEqual(decode(ink), points)
  assert.deepEqual(boxAround(ink, 2), [2, 1000, 1200, 1100, 1320])
})

test('points on a straight line are left out, and the ends stay', () => {
  const straight = Array.from({ length: 50 }, (_each, index) => point(100 + index * 10, 200 + index * 7))
  assert.deepEqual(simplified(straight, RATIO), [straight[0], straight[49]])
  const corner = [...straight, point(590, 100)]
  assert.deepEqual(simplified(corner, RATIO), [straight[0], straight[49], corner[50]])
  assert.deepEqual(simplified([point(5, 5)], RATIO), [point(5, 5)])
})

test('a change of pressure on a straight line is kept', () => {
  const pressed = [point(0, 0, 0), point(100, 0, 100), point(200, 0, 0)]
  assert.equal(simplified(pressed, RATIO).length, 3)
})

test('what is left of a stroke is nowhere far from what was drawn', () => {
  const drawn = wave(600).map(({ x, y, pressure }) => point(Math.round(x), Math.round(y), Math.round(pressure)))
  const kept = simplified(drawn, RATIO)
  assert.ok(kept.length < drawn.length / 4, `${kept.length} of ${drawn.length}`)
  for (const each of drawn) assert.ok(touches(kept, RATIO, each, each, 3.01))
})

test('a long stroke goes as several that join, each well below what a message may weigh', () => {
  const scribble = Array.from({ length: 3000 }, (_each, index) => point((index * 7919) % 10000, (index * 104729) % 10000, index % 100))
  const strokes = strokesOf(scribble, RATIO)
  assert.ok(strokes.length > 3)
  for (const [index, ink] of strokes.entries()) {
    const points = decode(ink)
    assert.ok(points.length <= MOST_POINTS && JSON.stringify(ink).length < 12_000)
    if (index) assert.deepEqual(points[0], decode(strokes[index - 1]).at(-1))
  }
})

test('a stroke never leaves its page and a dot is a stroke', () => {
  assert.deepEqual(decode(strokesOf([point(-40.2, 10_200, 130)], RATIO)[0]), [point(0, 10_000, 100)])
  assert.match(outlineOf([point(100, 100)], 30, RATIO), /^M[\d. ]+A.*Z$/)
})

test('the eraser finds what it passes over, also between two points of its way', () => {
  const line = [point(1000, 1000), point(3000, 1000)]
  assert.ok(touches(line, RATIO, point(2000, 1005), point(2000, 1005), 20))
  assert.ok(!touches(line, RATIO, point(2000, 1100), point(2000, 1100), 20))
  assert.ok(touches(line, RATIO, point(2000, 500), point(2000, 1500), 1))
  assert.ok(touches([point(50, 50)], RATIO, point(40, 50), point(60, 50), 5))
  assert.ok(!touches([point(50, 50)], RATIO, point(400, 50), point(600, 50), 5))
})

test('a carried stroke is drawn where it was carried to', () => {
  const ink = encode([point(1000, 1200), point(1100, 1300)])
  const mark = { ink, made: { boxes: [[1, 1000, 1200, 1100, 1300]] }, target: { boxes: [[3, 1500, 200, 1600, 300]] } }
  assert.deepEqual(pointsHere(mark), [point(1500, 200), point(1600, 300)])
  assert.deepEqual(pointsHere({ ink, target: mark.made }), decode(ink))
})

test('an outline goes round the line once, whichever way it was drawn', () => {
  for (const points of [wave(40), wave(40).reverse(), [point(0, 0), point(500, 0), point(0, 10)]]) {
    assert.ok(areaOf(outlineOf(points, 30, RATIO).split('Z')[0]) > 0)
  }
})

/** Twice the area within the ends of a path's pieces; above zero when it goes clockwise on the screen. */
function areaOf(path) {
  const ends = path.slice(1).split(/[LQA]/).map(piece => piece.trim().split(' ').slice(-2).map(Number))
  return ends.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ends[(index + 1) % ends.length]
    return sum + x * nextY - nextX * y
  }, 0)
}

// Undo

const stroke = made => ({ page: 1, color: 'blue', ink: encode([point(1, 1)]), visibility: 'self', made })

test('what was drawn is taken back and drawn again, the last first', () => {
  const history = new InkHistory()
  const [first, second] = [stroke('a'), stroke('b')]
  history.drew([first])
  history.drew([second])
  assert.deepEqual(history.undo(), { put: [], take: [second] })
  assert.deepEqual(history.undo(), { put: [], take: [first] })
  assert.deepEqual([history.undo(), history.mayUndo, history.mayRedo], [null, false, true])
  assert.deepEqual(history.redo(), { put: [first], take: [] })
})

test('what was erased comes back, all that one movement took', () => {
  const history = new InkHistory()
  const gone = [stroke('a'), stroke('b')]
  history.erased(gone)
  history.erased([])
  assert.deepEqual(history.undo(), { put: gone, take: [] })
})

test('after something new there is nothing to do again', () => {
  const history = new InkHistory()
  history.drew([stroke('a')])
  history.undo()
  history.drew([stroke('b')])
  assert.deepEqual([history.redo(), history.mayRedo], [null, false])
})

test('a stroke that came back under another name is still the one that was drawn', () => {
  const history = new InkHistory()
  const drawn = stroke('a')
  history.drew([drawn])
  history.erased([history.strokeMade('a')])
  history.undo().put[0].made = 'c'
  assert.equal(history.undo().take[0].made, 'c')
  assert.equal(history.strokeMade('a'), undefined)
})

test('what was kept is taken back and done again as if the page had stayed', () => {
  const before = new InkHistory()
  const [drawn, other] = [stroke('a'), stroke('b')]
  before.drew([drawn])
  before.drew([other])
  before.erased([drawn])
  before.undo()
  const after = new InkHistory(before.kept)
  assert.deepEqual(after.redo(), { put: [], take: [drawn] })
  after.undo().put[0].made = 'c'
  assert.deepEqual(after.undo().take.map(({ made }) => made), ['b'])
  assert.deepEqual(after.undo().take.map(({ made }) => made), ['c'], 'a stroke stays one however many changes know it')
  assert.equal(new InkHistory().kept, '')
})

// Hands

const touch = (kind, id, at = 0, more = {}) => ({ kind, id, at, ...more })

test('a finger or a mouse draws as long as no pen was seen', () => {
  const hand = new WritingHand()
  assert.equal(hand.begins(touch('touch', 1)), 'draws')
  hand.ends({ id: 1, at: 10 })
  assert.equal(hand.begins(touch('mouse', 2, 20)), 'draws')
  hand.ends({ id: 2, at: 30 })
  assert.equal(hand.begins(touch('mouse', 2, 40, { button: 2 })), 'scrolls')
})

test('once a pen was seen, also from above the glass, fingers scroll', () => {
  const hand = new WritingHand()
  assert.deepEqual([hand.sees({ kind: 'pen' }), hand.sees({ kind: 'pen' })], [true, false])
  assert.equal(hand.begins(touch('touch', 1)), 'scrolls')
  assert.equal(hand.begins(touch('pen', 2)), 'draws')
})

test('a hand that rests on the glass while the pen writes, or has just been lifted, does nothing', () => {
  const hand = new WritingHand()
  hand.begins(touch('pen', 1, 1000))
  assert.equal(hand.begins(touch('touch', 2, 1010)), 'rests')
  assert.ok(hand.writes(1))
  hand.ends({ id: 1, at: 1200 })
  assert.equal(hand.begins(touch('touch', 3, 1600)), 'rests')
  assert.equal(hand.begins(touch('touch', 4, 1800)), 'scrolls')
})

test('a broad touch is a palm, and a second finger makes a pinch of a stroke', () => {
  const hand = new WritingHand()
  assert.equal(hand.begins(touch('touch', 1, 0, { broad: 90 })), 'rests')
  assert.equal(hand.begins(touch('touch', 2)), 'draws')
  assert.equal(hand.begins(touch('touch', 3)), 'pinches')
  assert.ok(!hand.writes(2))
})

test('the other end of the pen erases', () => {
  assert.equal(new WritingHand().begins(touch('pen', 1, 0, { eraser: true })), 'erases')
})
