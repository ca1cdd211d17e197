/**
 * However often it is asked for, work is done once at a time, and once more for what was asked meanwhile.
 * @param {() => Promise<void>} work
 * @returns {() => Promise<void>}
 */
export function oneAtATime(work) {
  let busy = false
  let asked = false
  return async () => {
    asked = true
    if (busy) return
    busy = true
    try {
      while (asked) {
        asked = false
        await work()
      }
    } finally {
      busy = false
    }
  }
}
