/**
 * Strokes of the pen. Pure geometry; x and y run from 0 to 10000 over the displayed page, pressure from 0 to 100,
 * a width is in ten-thousandths of the page's width. `ratio` is a page's height by its width: over distances it
 * makes both directions count alike.
 *
 * @typedef {{x: number, y: number, pressure: number}} Point
 * @typedef {{width: number, points: number[]}} Ink as it travels: x, y and pressure of the first point, then how
 *   far each next one is from the one before
 */
import { UNIT } from './layout.js'

export const WIDTH = 40
/** Of the highlighter: somewhat more than a line of print is high. */
export const WASH_WIDTH = 280
/** A longer stroke goes as several, so that none is heavy on a weak line. */
export const MOST_POINTS = 400
const TOLERANCE = 3
const LEAST_PRESSED = 0.35
/** How much a difference in pressure counts as a distance. */
const OF_PRESSURE = 0.15
const FULL = 100

/** @param {Point[]} points whole numbers @returns {Ink} */
export function encode(points, width = WIDTH) {
  const numbers = points.flatMap(({ x, y, pressure }, index) => {
    const before = points[index - 1] ?? { x: 0, y: 0, pressure: 0 }
    return [x - before.x, y - before.y, pressure - before.pressure]
  })
  return { width, points: numbers }
}

/** @param {{points: number[]}} ink @returns {Point[]} */
export function decode({ points }) {
  const found = []
  for (let at = 0, x = 0, y = 0, pressure = 0; at < points.length; at += 3) {
    found.push({ x: x += points[at], y: y += points[at + 1], pressure: pressure += points[at + 2] })
  }
  return found
}

/** What was drawn as the strokes it is kept as: simplified, cut where it is long. @param {Point[]} drawn @returns {Ink[]} */
export function strokesOf(drawn, ratio, width = WIDTH) {
  const points = simplified(drawn.map(whole), ratio)
  const strokes = []
  for (let start = 0; start === 0 || start < points.length - 1; start += MOST_POINTS - 1) strokes.push(encode(points.slice(start, start + MOST_POINTS), width))
  return strokes
}

/** Leave out the points that a straight line between others says as well (Ramer, Douglas, Peucker). @param {Point[]} points */
export function simplified(points, ratio, tolerance = TOLERANCE) {
  const kept = new Uint8Array(points.length)
  kept[0] = kept[points.length - 1] = 1
  const open = [[0, points.length - 1]]
  while (open.length) {
    const [first, last] = open.pop()
    const [most, where] = farthest(points, first, last, ratio)
    if (most <= tolerance) continue
    kept[where] = 1
    open.push([first, where], [where, last])
  }
  return points.filter((_point, index) => kept[index])
}

/** @param {Ink} ink @returns {[number, number, number, number, number]} the box its points lie in */
export function boxAround(ink, page) {
  const points = decode(ink)
  const [across, down] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  return [page, Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)]
}

/** The points of a mark where it stands on this version: it may have been carried here. @returns {Point[]} */
export function pointsHere({ ink, target, made = target }) {
  const [[, x0, y0], [, from, above]] = [target.boxes[0], made.boxes[0]]
  return decode(ink).map(({ x, y, pressure }) => ({ x: x + x0 - from, y: y + y0 - above, pressure }))
}

/** Whether a mark was drawn with the highlighter. */
export const isWash = ({ ink, motivation }) => Boolean(ink) && motivation === 'highlighting'

/** How wide a stroke is under a pressure, as a part of its width. */
export const thickness = pressure => LEAST_PRESSED + (1 - LEAST_PRESSED) * pressure / FULL

/** Whether a stroke lies within `reach` of the way from one point to another. @param {Point[]} points */
export function touches(points, ratio, from, to, reach) {
  const way = [flat(from, ratio), flat(to, ratio)]
  const line = points.map(point => flat(point, ratio))
  if (line.length === 1) line.push(line[0])
  return line.slice(1).some((end, index) => apart(line[index], end, ...way) <= reach)
}

/** The outline of a stroke as the path of an SVG whose view is UNIT wide and UNIT * ratio high. @param {Point[]} points */
export function outlineOf(points, width, ratio) {
  const line = points.map(point => ({ ...flat(point, ratio), r: width / 2 * thickness(point.pressure) }))
    .filter((point, index, all) => !index || distance(point, all[index - 1]) > 0)
  if (line.length === 1) return circle(line[0])
  const { left, right, corners } = edgesOf(line)
  const [start, end] = [line[0], line.at(-1)]
  const outline = `M${at(left[0])}${along(left)}A${short(end.r)} ${short(end.r)} 0 0 1 ${at(right.at(-1))}${along(right.reverse())}A${short(start.r)} ${short(start.r)} 0 0 1 ${at(left[0])}Z`
  return outline + corners.map(circle).join('')
}

// Simplifying

function farthest(points, first, last, ratio) {
  const [a, b] = [flat(points[first], ratio), flat(points[last], ratio)]
  let [most, where] = [0, first]
  for (let index = first + 1; index < last; index++) {
    const away = fromLine(flat(points[index], ratio), a, b)
    if (away > most) [most, where] = [away, index]
  }
  return [most, where]
}

/** In space: pressure is the third direction. */
function fromLine(p, a, b) {
  const part = partAlong(p, a, b)
  return Math.hypot(p.x - a.x - part * (b.x - a.x), p.y - a.y - part * (b.y - a.y), p.z - a.z - part * (b.z - a.z))
}

const flat = ({ x, y, pressure = 0 }, ratio) => ({ x, y: y * ratio, z: pressure * OF_PRESSURE })

/** A point as it is kept: whole numbers, within its page. */
export const whole = ({ x, y, pressure }) => ({ x: within(x, UNIT), y: within(y, UNIT), pressure: within(pressure, FULL) })

const within = (value, most) => Math.round(Math.min(most, Math.max(0, value)))

// Distances

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y)

function partAlong(p, a, b) {
  const [wide, high] = [b.x - a.x, b.y - a.y]
  const long = wide * wide + high * high
  return long ? Math.min(1, Math.max(0, ((p.x - a.x) * wide + (p.y - a.y) * high) / long)) : 0
}

function fromSegment(p, a, b) {
  const part = partAlong(p, a, b)
  return Math.hypot(p.x - a.x - part * (b.x - a.x), p.y - a.y - part * (b.y - a.y))
}

/** How far two segments are from one another. */
function apart(a, b, c, d) {
  if (cross(a, b, c, d)) return 0
  return Math.min(fromSegment(a, c, d), fromSegment(b, c, d), fromSegment(c, a, b), fromSegment(d, a, b))
}

function cross(a, b, c, d) {
  const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

// The outline

const SHARP = Math.cos(Math.PI / 4)

/** Both sides of a line that is as wide as it was pressed; at sharp corners the sides stay corners, and a disc rounds them. */
function edgesOf(line) {
  const [left, right, corners] = [[], [], []]
  const normals = line.slice(1).map((point, index) => normalOf(line[index], point))
  line.forEach((point, index) => {
    const [before, after] = [normals[index - 1] ?? normals[index], normals[index] ?? normals[index - 1]]
    const sharp = before.x * after.x + before.y * after.y < SHARP
    if (sharp) corners.push(point)
    for (const normal of sharp ? [before, after] : [middle(before, after)]) {
      left.push({ x: point.x + normal.x * point.r, y: point.y + normal.y * point.r, sharp })
      right.push({ x: point.x - normal.x * point.r, y: point.y - normal.y * point.r, sharp })
    }
  })
  return { left, right, corners }
}

function normalOf(a, b) {
  const long = distance(a, b)
  return { x: (b.y - a.y) / long, y: (a.x - b.x) / long }
}

function middle(one, other) {
  const [x, y] = [one.x + other.x, one.y + other.y]
  const long = Math.hypot(x, y)
  return { x: x / long, y: y / long }
}

/** One side from its second point on: curves from middle to middle, straight at corners. */
function along(side) {
  return side.slice(1).map((point, index) => {
    const next = side[index + 2]
    if (!next || point.sharp) return `L${at(point)}`
    return `Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`
  }).join('')
}

/** Drawn the same way round as an outline, so that neither takes anything off the other. */
function circle({ x, y, r }) {
  const ends = [at({ x: x - r, y }), at({ x: x + r, y })]
  return `M${ends[0]}A${short(r)} ${short(r)} 0 0 1 ${ends[1]}A${short(r)} ${short(r)} 0 0 1 ${ends[0]}Z`
}

const at = ({ x, y }) => `${short(x)} ${short(y)}`

const short = number => Math.round(number * 10) / 10
