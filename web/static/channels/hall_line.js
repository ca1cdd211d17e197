/** The line of a hall's screen: it hears what everybody may hear, and sends nothing. */
import { boot } from '../helpers/boot.js'
import { signInAgain } from '../helpers/leave.js'
import { Line } from './line.js'
import { MemoryShelf } from './memory_shelf.js'
import { Outbox } from './outbox.js'
import { Post } from './post.js'
import { Wire } from './wire.js'

/** @param {number} meeting @returns {Line} */
export function openHallLine(meeting) {
  const person = boot.person.id
  const line = new Line({
    meeting, person, outbox: new Outbox(new MemoryShelf(), { changed: () => {}, settled: () => {} }), post: new Post(),
    dial: ends => new Wire({ ...ends, screen: true }),
    leave: path => path === '/sign-in' ? signInAgain() : location.assign(path),
    reload: () => location.reload(),
  })
  line.start()
  document.addEventListener('visibilitychange', () => { if (!document.hidden) line.wake() })
  addEventListener('online', () => line.wake())
  return line
}
