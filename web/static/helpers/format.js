/** Dates, numbers and sizes as the reader's language writes them. */
import { boot } from './boot.js'

const locale = boot.locale === 'en' ? 'en-GB' : 'vi-VN'
const made = new Map()

const timeZone = boot.timezone

function formatter(Kind, options) {
  const key = Kind.name + JSON.stringify(options)
  if (!made.has(key)) made.set(key, new Kind(locale, options))
  return made.get(key)
}

const DAY = { weekday: 'long', day: 'numeric', month: 'numeric', year: 'numeric' }
const CLOCK = { hour: '2-digit', minute: '2-digit' }

export const number = value => formatter(Intl.NumberFormat, {}).format(value)
export const day = time => formatter(Intl.DateTimeFormat, { ...DAY, timeZone }).format(new Date(time))
export const clock = time => formatter(Intl.DateTimeFormat, { ...CLOCK, timeZone }).format(new Date(time))
export const moment = time => formatter(Intl.DateTimeFormat, { day: 'numeric', month: 'numeric', year: 'numeric', ...CLOCK, timeZone }).format(new Date(time))

export const sameDay = (one, other) => day(one) === day(other)

/** From when to when, the day said once when it is the same. */
export function span(starts, ends) {
  if (!ends) return `${day(starts)}, ${clock(starts)}`
  return sameDay(starts, ends)
    ? `${day(starts)}, ${clock(starts)}–${clock(ends)}`
    : `${day(starts)}, ${clock(starts)} – ${day(ends)}, ${clock(ends)}`
}

export function size(bytes) {
  const [value, unit] = bytes >= 1048576 ? [bytes / 1048576, 'MB'] : [bytes / 1024, 'KB']
  return `${formatter(Intl.NumberFormat, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)} ${unit}`
}

/** First and last page, one number when they are one. */
export const pages = (first, last) => first === last ? number(first) : `${number(first)}–${number(last)}`

/** A time as `<input type="datetime-local">` holds it, by the clock of the house. */
export function toField(time) {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone })
    .format(new Date(time)).replace(' ', 'T')
}

/** And back to UTC: read as if it were UTC, then put right by what the house's clock showed then. */
export function fromField(value) {
  if (!value) return null
  const asUtc = Date.parse(`${value}Z`)
  return new Date(asUtc - (Date.parse(`${toField(asUtc)}Z`) - asUtc)).toISOString()
}
