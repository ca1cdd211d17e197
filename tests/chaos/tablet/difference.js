/** Where two things of plain data are not the same. */

/** @returns {string[]} one line a difference, the first few */
export function differences(one, other, most = 5) {
  return [...apart(one, other, '')].slice(0, most)
}

function* apart(one, other, path) {
  if (Object.is(one, other)) return
  const both = isData(one) && isData(other)
  if (!both) return yield `${path}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) yield* apart(one[key], other[key], `${path}/${key}`)
}

const isData = value => typeof value === 'object' && value !== null
