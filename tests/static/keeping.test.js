import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAway, keptUnder, kindOf, standIns } from '../../web/static/models/kept_answers.js'
import { belongsTo, homeName, isPrivate, meetingIn, meetingName, shellName } from '../../web/static/models/kept_names.js'
import { PageCount, addressesOf, comparedWith, grownSince, keptWidth, mayBeRead, oldPieces, pagesOf, readablePapers, staleBy } from '../../web/static/models/pack_plan.js'

const HERE = 'https://phien.example'
const kind = (path, more = {}) => kindOf({ method: 'GET', mode: 'cors', url: HERE + path, ...more }, HERE)

test('a place that is private bears the id of one person and of nobody whose id begins alike', () => {
  const name = meetingName(5, 12)
  assert.ok(isPrivate(name) && isPrivate(homeName(5)) && !isPrivate(shellName('ab')))
  assert.ok(belongsTo(name, 5) && belongsTo(homeName(5), '5'))
  assert.ok(!belongsTo(name, 51) && !belongsTo(meetingName(51, 12), 5))
  assert.equal(meetingIn(name), 12)
  assert.equal(meetingIn(homeName(5)), null)
})

test('the worker answers for what can be kept and leaves all else to the server', () => {
  assert.equal(kind('/papers/3?version=1', { mode: 'navigate' }), 'page')
  assert.equal(kind('/api/versions/3/copy', { mode: 'navigate' }), null, 'a file to take away')
  assert.equal(kind('/assets/abc/controllers/reader_screen.js'), 'shell')
  assert.equal(kind('/api/versions/3/pages/7/picture?width=1240&sha=ab'), 'picture')
  for (const path of ['/api/meetings', '/api/meetings/7', '/api/meetings/7/pack', '/api/meetings/7/marks', '/api/papers/3/comments?version=1',
    '/api/versions/3/paragraphs?first=1&last=6', '/api/versions/3/pages/7/words']) assert.equal(kind(path), 'state', path)
  for (const path of ['/api/me', '/api/csrf', '/api/versions/3/search?q=a', '/socket.io/']) assert.equal(kind(path), null, path)
  assert.equal(kind('/api/papers/3/comments', { method: 'POST' }), null)
  assert.equal(kindOf({ method: 'GET', mode: 'cors', url: 'https://other.example/assets/a' }, HERE), null)
})

test('a page is kept once for all versions, a state under the whole of its address', () => {
  assert.equal(keptUnder(`${HERE}/papers/3?version=2`, 'page'), '/papers/3')
  assert.equal(keptUnder(`${HERE}/`, 'page'), '/meetings')
  assert.equal(keptUnder(`${HERE}/api/papers/3?version=2`, 'state'), '/api/papers/3?version=2')
})

test('another width serves where the wanted one is missing: larger first, then the largest smaller', () => {
  const widths = width => standIns(`${HERE}/api/versions/3/pages/7/picture?width=${width}&sha=ab`).map(each => Number(/width=(\d+)/.exec(each)[1]))
  assert.deepEqual(widths(1240), [1240, 1654, 2480, 800])
  assert.deepEqual(widths(2480), [2480, 1654, 1240, 800])
  assert.deepEqual(widths(160), [160, 800, 1240, 1654, 2480])
  assert.equal(standIns(`${HERE}/api/versions/3/pages/7/picture?width=160&sha=ab`)[1], '/api/versions/3/pages/7/picture?width=800&sha=ab')
})

test('a proxy before a server that is down is no answer', () => {
  assert.deepEqual([502, 503, 504].map(isAway), [true, true, true])
  assert.deepEqual([200, 401, 404, 500].map(isAway), [false, false, false, false])
})

test('a device keeps one width: sharp held upright, between two bounds', () => {
  assert.equal(keptWidth({ width: 390, height: 844 }, 3), 1240)
  assert.equal(keptWidth({ width: 820, height: 1180 }, 2), 1654)
  assert.equal(keptWidth({ width: 1180, height: 820 }, 2), 1654)
  assert.equal(keptWidth({ width: 1366, height: 768 }, 1), 1240)
  assert.equal(keptWidth({ width: 2732, height: 2048 }, 2), 1654)
})

test('papers that are still being read are kept once they are ready', () => {
  const items = [{ papers: [{ id: 1, version: { state: 'ready' } }, { id: 2, version: { state: 'processing' } }] }, { papers: [{ id: 3, version: { state: 'ready' } }] }]
  assert.deepEqual(readablePapers({ items }).map(({ id }) => id), [1, 3])
})

test('a page needs its picture, its small picture, its words, and with others its paragraphs', () => {
  const pages = pagesOf({ id: 9, sha: 'ab', page_count: 8 }, 1240)
  assert.equal(pages.length, 8)
  assert.deepEqual(pages[0].addresses, [
    '/api/versions/9/pages/1/picture?width=1240&sha=ab', '/api/versions/9/pages/1/picture?width=160&sha=ab', '/api/versions/9/pages/1/words',
    '/api/versions/9/paragraphs?headings=1', '/api/versions/9/paragraphs?first=1&last=6'])
  assert.equal(pages[1].addresses.length, 3)
  assert.ok(pages[6].addresses.includes('/api/versions/9/paragraphs?first=7&last=12'))
  assert.ok(pages.every(({ addresses, words }) => words.every(each => addresses.includes(each) && !each.includes('picture'))))
})

test('progress counts whole pages, skips what is there and counts nothing twice', () => {
  const pages = pagesOf({ id: 9, sha: 'ab', page_count: 3 }, 1240)
  const there = new Set([...pages[0].addresses, pages[1].addresses[0]])
  const count = new PageCount()
  const wanted = count.begin(pages, address => there.has(address))
  assert.deepEqual([count.done, count.total, wanted.length], [1, 3, 5])
  const whole = wanted.map(address => count.came(address))
  assert.equal(whole.filter(Boolean).length, 2)
  assert.equal(count.done, 3)
  assert.equal(count.came(wanted[0]), false)
})

test('a fact makes stale what it is about', () => {
  assert.equal(staleBy({ name: 'comment.created', body: { comment: { paper: 4 } } }), 4)
  assert.equal(staleBy({ name: 'annotation.removed', body: { id: 1, paper: 4 } }), 4)
  assert.equal(staleBy({ name: 'paper.ready', body: { paper: { id: 4 } } }), 'meeting')
  assert.equal(staleBy({ name: 'place.kept', body: {} }), null)
})

test('what grew since the copy says how much is to be read again', () => {
  const kept = { 'meeting:1': 5, 'seat:2': 1, 'person:3': 8 }
  assert.equal(grownSince(kept, { ...kept }), 'nothing')
  assert.equal(grownSince(kept, { ...kept, 'person:3': 9 }), 'own')
  assert.equal(grownSince(kept, { ...kept, 'meeting:1': 6 }), 'meeting')
  assert.equal(grownSince(undefined, kept), 'meeting')
})

test('all that is kept of a meeting is known by address, so that what was withdrawn can go', () => {
  const papers = [{ id: 3, number: 2 }]
  const kept = addressesOf(7, papers)
  for (const address of ['/meetings/7', '/papers/3', '/api/meetings/7/pack', '/api/papers/3', '/api/papers/3?version=2', '/api/papers/3/annotations?version=2']) {
    assert.ok(kept.includes(address), address)
  }
  assert.ok(!kept.includes('/api/papers/3?version=1') && !kept.includes('/papers/4'))
})

test('under an open reader only what was withdrawn goes', () => {
  const papers = [{ id: 3, number: 2 }]
  for (const address of ['/api/papers/3?version=1', '/api/versions/9/pages/1/words']) assert.ok(mayBeRead(address, papers), address)
  for (const address of ['/papers/4', '/api/papers/4/comments?version=1', '/api/papers/31']) assert.ok(!mayBeRead(address, papers), address)
})

test('a paper is compared with the version that was read and with the one before, each once', () => {
  const versions = [1, 2, 3].map(number => ({ id: number * 10, number }))
  assert.deepEqual(comparedWith(versions, { number: 3 }, { read_on: 10 }), [1, 2])
  assert.deepEqual(comparedWith(versions, { number: 3 }, { read_on: 20 }), [2])
  assert.deepEqual(comparedWith(versions, { number: 2 }, { read_on: 30 }), [1])
  assert.deepEqual(comparedWith(versions, { number: 1 }, null), [])
})

test('of an older version only the pages are kept on which something changed', () => {
  const at = page => ({ paragraph: 1, page })
  const changes = [{ old: [at(12), at(13)] }, { old: [] }, { old: [at(12)] }]
  assert.deepEqual(oldPieces(changes, { id: 7, sha: 'ab' }, 1240), [
    '/api/versions/7/pages/12/picture?width=1240&sha=ab', '/api/versions/7/paragraphs?first=7&last=12'])
})
