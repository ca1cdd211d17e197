/**
 * Put buttons beside what they belong to without letting two overlap.
 * @param {{at: number, keep: boolean}[]} wanted in order; `keep` ones may move but not go
 * @param {number} pitch from one button to the next
 * @param {number} limit the room there is
 * @param {number} [far] a dispensable button that would be pushed farther than this is left out
 * @returns {(number|null)[]} where each goes; null for one that finds no room
 */
export function spread(wanted, pitch, limit, far = pitch * 1.5) {
  const chosen = wanted.map(({ keep }) => keep)
  for (const [index, { keep }] of wanted.entries()) {
    if (keep) continue
    chosen[index] = true
    if (!fits(wanted, chosen, pitch, limit, far)) chosen[index] = false
  }
  return place(wanted, chosen, pitch, limit)
}

function fits(wanted, chosen, pitch, limit, far) {
  const places = place(wanted, chosen, pitch, limit)
  return places.every((at, index) => at === null || at >= 0 && (wanted[index].keep || Math.abs(at - wanted[index].at) <= far))
}

/** Down where the one above is in the way; then up again where the page ends. */
function place(wanted, chosen, pitch, limit) {
  let floor = 0
  const places = wanted.map(({ at }, index) => {
    if (!chosen[index]) return null
    const y = Math.max(at, floor)
    floor = y + pitch
    return y
  })
  let ceiling = limit - pitch
  for (let index = places.length - 1; index >= 0; index--) {
    if (places[index] === null) continue
    places[index] = Math.min(places[index], ceiling)
    ceiling = places[index] - pitch
  }
  return places
}
