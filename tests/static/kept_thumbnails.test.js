import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gatherThumbnails } from '../../web/static/channels/kept_thumbnails.js'
import { meetingName } from '../../web/static/models/kept_names.js'

const paper = { person: 5, meeting: 12, count: 60, addressOf: page => `/pages/${page}` }

/** What a device keeps: places by their names. */
function keeping(places) {
  const asked = []
  globalThis.caches = {
    has: async name => name in places,
    open: async name => ({ match: async address => (asked.push(address), places[name][address] && new Response(places[name][address])) }),
  }
  return asked
}

test('the small pictures of a kept paper are in hand, and only those that are kept', async t => {
  t.after(() => delete globalThis.caches)
  const asked = keeping({ [meetingName(5, 12)]: { '/pages/1': 'one', '/pages/59': 'late' }, [meetingName(7, 12)]: { '/pages/2': "somebody else's" } })
  const found = new Map()
  await gatherThumbnails(paper, found)
  assert.deepEqual([...found.keys()], [1, 59])
  assert.equal(await (await fetch(found.get(59))).text(), 'late')
  assert.equal(asked.length, 60)
})

test('nothing is made or asked for where nothing of this person is kept, or nothing can be', async t => {
  t.after(() => delete globalThis.caches)
  const found = new Map()
  const asked = keeping({ [meetingName(7, 12)]: { '/pages/2': "somebody else's" } })
  await gatherThumbnails(paper, found)
  delete globalThis.caches
  await gatherThumbnails(paper, found)
  assert.deepEqual([found.size, asked.length], [0, 0])
})
