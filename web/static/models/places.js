/**
 * Where something that was made on one version of a paper stands on another, as the server carried it.
 *
 * @typedef {{rung: string, score: number, paragraph?: number|null, target?: any|null}} Carried
 */

/** @returns {Carried|null} null: it is where it was made */
export function carriedTo(version, { places }) {
  return places?.[version] ?? null
}
