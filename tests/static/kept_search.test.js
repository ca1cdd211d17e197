import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SearchSource } from '../../web/static/channels/search_source.js'
import { boot } from '../../web/static/helpers/boot.js'
import { searchKept } from '../../web/static/models/kept_hits.js'
import { RECORD, meetingName } from '../../web/static/models/kept_names.js'

const paragraph = (id, text, page = 1) => ({ id, ordinal: id - 1, address: '', kind: 'body', text, boxes: [[page, 10, 20, 30, 40]], from_scan: false })
const paper = (id, ...paragraphs) => ({ paper: id, title: `Tài liệu ${id}`, version: id * 10, label: page => `${page}a`, paragraphs })
const PAPERS = [
  paper(1, paragraph(1, 'Hội đồng nhân dân xã họp về đường hoà bình.'), paragraph(2, 'Ủy ban nhân dân', 2)),
  paper(2, paragraph(3, 'Điều 5. Thủy lợi nội đồng')),
]
const found = query => searchKept(PAPERS, query, {}).hits.map(hit => hit.paragraph)

test('every word must be there, the last may be a beginning, and accents count only where they are typed', () => {
  assert.deepEqual(found('nhan dan'), [1, 2])
  assert.deepEqual(found('NHÂN dân'), [1, 2])
  assert.deepEqual(found('nhân đường'), [1])
  assert.deepEqual(found('hội đ'), [], 'one letter begins too many words')
  assert.deepEqual(found('hội đồ'), [1])
  assert.deepEqual(found('dồng'), [1, 3], 'nothing is written so: then without accents')
  assert.deepEqual(found('hòa'), [1], 'where the tone is written is a matter of taste')
  assert.deepEqual(found('thuỷ'), [3])
  assert.deepEqual(found('dieu 5'), [3])
  for (const nothing of ['', '  ', '…', 'nghị quyết']) assert.deepEqual(found(nothing), [])
})

test('a hit says where it is and shows its words, and more of them come in parts', () => {
  const { total, loosened, hits: [hit] } = searchKept(PAPERS, 'dân', { limit: 1 })
  assert.deepEqual([total, loosened], [2, false])
  assert.deepEqual([hit.paper, hit.version, hit.page, hit.pack_page, hit.number], [1, 10, 1, '1a', 1])
  assert.deepEqual(hit.snippet, [['Hội đồng nhân ', false], ['dân', true], [' xã họp về đường hoà bình.', false]])
  assert.deepEqual(searchKept(PAPERS, 'dân', { offset: 1 }).hits.map(each => each.paragraph), [2])
  assert.equal(searchKept(PAPERS, 'dồng', {}).loosened, true)
  const long = searchKept([paper(1, paragraph(1, `${'chữ '.repeat(100)}cuối${' chữ'.repeat(100)}`))], 'cuối', {}).hits[0].snippet
  assert.deepEqual([long[0], long.at(-1), long.filter(([, is]) => is)], [['…', false], ['…', false], [['cuối', true]]])
})

test('where the server is away what is kept is searched, and where nothing is kept that is said', async t => {
  const kept = {
    [RECORD]: { papers: [{ id: 1, number: 2 }] },
    '/api/papers/1?version=2': { paper: { id: 1, title: 'Tờ trình' }, version: { id: 10 }, pack: [{ paper: 1, numbers: [[1, 3]], pages: 3 }] },
    '/api/versions/10/paragraphs?first=1&last=6': [paragraph(1, 'Hội đồng nhân dân')],
    '/api/versions/10/paragraphs?first=7&last=12': [paragraph(1, 'Hội đồng nhân dân'), paragraph(2, 'nhân dân', 7)],
    '/api/versions/11/paragraphs?first=1&last=6': [paragraph(9, 'nhân dân của bản cũ')],
  }
  const answer = address => address in kept ? Response.json(kept[address]) : undefined
  const cache = { keys: async () => Object.keys(kept).map(address => ({ url: `http://here${address}` })), match: async address => answer(address) }
  globalThis.caches = { has: async name => name === meetingName(5, 12), open: async () => cache, match: async (address, { cacheName }) => cacheName === meetingName(5, 12) ? answer(address) : undefined }
  boot.person = { id: 5 }
  t.after(() => { delete globalThis.caches; delete boot.person })
  t.mock.method(globalThis, 'fetch', async () => { throw new TypeError('no way') })

  const { hits } = await new SearchSource(12).ask('/versions/10', 'nhan', { limit: 50 })
  assert.deepEqual(hits.map(hit => [hit.paragraph, hit.page, hit.title]), [[1, 1, 'Tờ trình'], [2, 7, 'Tờ trình']])
  assert.equal((await new SearchSource(12).ask('/meetings/12', 'nhan')).total, 2)
  await assert.rejects(new SearchSource(13).ask('/versions/10', 'nhan'), { code: 'network.unreachable' })
})

test('what the server refuses is refused, whatever is kept', async t => {
  t.mock.method(globalThis, 'fetch', async () => Response.json({ code: 'query.too_long', message: 'Dài quá.' }, { status: 422 }))
  await assert.rejects(new SearchSource(12).ask('/versions/10', 'nhan'), { status: 422 })
})
