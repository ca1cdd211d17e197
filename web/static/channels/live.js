/** Opens the live channel of a page. */
import { boot } from '../helpers/boot.js'
import { _, ngettext } from '../helpers/i18n.js'
import { sayOnNextPage, signInAgain } from '../helpers/leave.js'
import { Drafts } from '../models/drafts.js'
import { settleDraft } from '../models/settled_drafts.js'
import { Line } from './line.js'
import { OtherPages } from './other_pages.js'
import { Outbox } from './outbox.js'
import { Post } from './post.js'
import { Shelf } from './shelf.js'
import { Wire } from './wire.js'

let opened = null

/** In milliseconds: what another page put on the shelf it sends itself, unless it has been closed by then. */
const LEFT_TO_THE_OTHER = 5000

/**
 * Open the channel of `meeting`; without a meeting, only what waits on this device is sent.
 * A page has one: asking again gives the same.
 * @param {{meeting?: number|null}} [where]
 * @returns {Line}
 */
export function openLive({ meeting = boot.meeting ?? null } = {}) {
  return opened ??= open(meeting)
}

function open(meeting) {
  const person = boot.person.id
  const drafts = new Drafts(person)
  const outbox = new Outbox(new Shelf(person), {
    changed: () => live.acted(),
    settled: (act, reply) => { settleDraft(drafts, act, reply); live.settled(act, reply) },
    others: told => others.tell(told),
  })
  const others = new OtherPages(person, async told => {
    await outbox.hear(told)
    if (told.added) setTimeout(() => live.courier.run(), LEFT_TO_THE_OTHER)
  })
  const live = new Line({
    meeting, person, outbox, post: new Post(),
    dial: ends => new Wire({ ...ends, opened: () => { sayReached(); ends.opened() } }),
    leave: (path, notice) => {
      const why = [notice?.message ?? (path === '/sign-in' && _('Phiên đăng nhập đã kết thúc. Xin đăng nhập lại.')), stillHere(live.waiting)].filter(Boolean).join(' ')
      if (why) sayOnNextPage(why)
      if (path === '/sign-in') signInAgain()
      else location.assign(path)
    },
    reload: reloadOnce,
  })
  outbox.open().then(() => live.start(), fault => { console.warn(fault); live.start() })
  wakeUp(() => outbox.readAnew().catch(() => {}).then(() => live.wake()))
  return live
}

/** Somebody else may take the tablet next: whose words lie on it is said. */
function stillHere(waiting) {
  const { name } = boot.person
  return waiting && ngettext('Còn %(num)s việc của %(name)s chờ gửi; vẫn được giữ trên máy này, và được gửi khi %(name)s đăng nhập lại ở đây.',
    'Còn %(num)s việc của %(name)s chờ gửi; vẫn được giữ trên máy này, và được gửi khi %(name)s đăng nhập lại ở đây.', waiting, { name })
}

/** The server is there again: the worker need not be told by waiting in vain. */
function sayReached() {
  globalThis.navigator?.serviceWorker?.controller?.postMessage('reached')
}

/** `navigator.onLine` lies and timers sleep: every sign of waking is taken. */
function wakeUp(wake) {
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake() })
  addEventListener('pageshow', event => { if (event.persisted) wake() })
  addEventListener('online', wake)
}

/** A page that reloads itself again and again helps nobody. */
function reloadOnce() {
  const last = Number(sessionStorage.getItem('phien:reloaded') ?? 0)
  if (Date.now() - last < 20_000) return
  sessionStorage.setItem('phien:reloaded', `${Date.now()}`)
  location.reload()
}
