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
const LINES = { '10/1': [[10, 20, 30, 30, 'Hội đồng nhân dân xã', [[10, 12], [13, 15], [16, 18], [19, 21], [22, 24]]], [10, 30, 30, 40, 'họp về đường hoà bình.', [[10, 12], [13, 15], [16, 20], [21, 23], [24, 27]]]] }
const search = (query, part = {}, papers = PAPERS) => searchKept(papers, query, part, async (version, page) => LINES[`${version}/${page}`] ?? null)
const found = async query => (await search(query)).hits.map(hit => hit.paragraph)

test('every word must be there, the last may be a beginning, and accents count only where they are typed', async () => {
  assert.deepEqual(await found('nhan dan'), [1, 2])
  assert.deepEqual(await found('NHÂN dân'), [1, 2])
  assert.deepEqual(await found('nhân đường'), [1])
  assert.deepEqual(await found('hội đ'), [], 'one letter begins too many words')
  assert.deepEqual(await found('hội đồ'), [1])
  assert.deepEqual(await found('dồng'), [1, 3], 'nothing is written so: then without accents')
  assert.deepEqual(await found('hòa'), [1], 'where the tone is written is a matter of taste')
  assert.deepEqual(await found('thuỷ'), [3])
  assert.deepEqual(await found('dieu 5'), [3])
  for (const nothing of ['', '  ', '…', 'nghị quyết']) assert.deepEqual(await found(nothing), [])
})

test('a hit says where it is and shows its words, and more of them come in parts', async () => {
  const { total, loosened, hits: [hit] } = await search('dân', { limit: 1 })
  assert.deepEqual([total, loosened], [2, false])
  assert.deepEqual([hit.paper, hit.version, hit.page, hit.pack_page, hit.number], [1, 10, 1, '1a', 1])
  assert.deepEqual(hit.snippet, [['Hội đồng nhân ', false], ['dân', true], [' xã họp về đường hoà bình.', false]])
  assert.deepEqual((await search('dân', { offset: 1 })).hits.map(each => each.paragraph), [2])
  assert.equal((await search('dồng')).loosened, true)
  const { hits: [{ snippet: long }] } = await search('cuối', {}, [paper(1, paragraph(1, `${'chữ '.repeat(100)}cuối${' chữ'.repeat(100)}`))])
  assert.deepEqual([long[0][0].slice(0, 4), long.at(-1)[0].slice(-4), long.filter(([, is]) => is)], ['…chữ', 'chữ…', [['cuối', true]]])
})

test('a phrase in quotes, or written in one piece, stands as it was typed', async () => {
  assert.deepEqual(await found('"dân xã"'), [1])
  assert.deepEqual(await found('"xã dân"'), [])
  assert.deepEqual(await found('ủy-ban'), [2])
  assert.deepEqual(await found('"nhân dân'), [1, 2], 'the second quote may be still to come')
  const order = async query => (await search(query, {}, [paper(1, paragraph(1, 'dân của nhân'), paragraph(2, 'nhân dân'), { ...paragraph(3, 'dân và nhân'), level: 1 })])).hits.map(hit => hit.paragraph)
  assert.deepEqual(await order('nhân dân'), [2, 3, 1], 'words that stand together come first, then headings')
})

test('the words that were found are marked on the page, and the whole paragraph where they are not known', async () => {
  const boxes = async query => (await search(query)).hits.map(hit => hit.boxes)
  assert.deepEqual(await boxes('nhân'), [[[1, 16, 20, 18, 30]], [[2, 10, 20, 30, 40]]])
  assert.deepEqual(await boxes('"xã họp về"'), [[[1, 22, 20, 24, 30], [1, 10, 30, 15, 40]]], 'a phrase goes on in the next line')
})

test('where the server is away what is kept is searched, and where nothing is kept that is said', async t => {
  const kept = {
    [RECORD]: { papers: [{ id: 1, number: 2 }] },
    '/api/papers/1?version=2': { paper: { id: 1, title: 'Tờ trình' }, version: { id: 10 }, pack: [{ paper: 1, numbers: [[1, 3]], pages: 3 }] },
    '/api/versions/10/paragraphs?first=1&last=6': [paragraph(1, 'Hội đồng nhân dân')],
    '/api/versions/10/paragraphs?first=7&last=12': [paragraph(1, 'Hội đồng nhân dân'), paragraph(2, 'nhân dân', 7)],
    '/api/versions/10/pages/7/words': { lines: [[10, 20, 30, 40, 'nhân dân', [[11, 14], [15, 18]]]] },
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
  assert.deepEqual(hits[1].boxes, [[7, 11, 20, 14, 40]])
  assert.equal((await new SearchSource(12).ask('/meetings/12', 'nhan')).total, 2)
  for (const nothing of ['', ' “% ', '…']) await assert.rejects(new SearchSource(12).ask('/versions/10', nothing), /ít nhất một chữ/)
  await assert.rejects(new SearchSource(13).ask('/versions/10', 'nhan'), { code: 'network.unreachable' })
})

test('what the server refuses is refused, whatever is kept', async t => {
  t.mock.method(globalThis, 'fetch', async () => Response.json({ code: 'query.too_long', message: 'Dài quá.' }, { status: 422 }))
  await assert.rejects(new SearchSource(12).ask('/versions/10', 'nhan'), { status: 422 })
})
