/** Names made on this device, that no other device makes. */

/** A random name for an act, so that sending it twice does it once. */
export function newKey() {
  // crypto.randomUUID is missing on a hall's plain http network
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
