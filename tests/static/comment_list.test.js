import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommentList } from '../../web/static/models/comment_list.js'

const ME = { person: 9, name: 'Bàn Văn Phúc' }
const OTHER = { person: 7, name: 'Lò Thị Inh' }
const list = () => new CommentList({ version: 5, me: ME })
const comment = (id, about = {}) => ({
  id, version: 5, paragraph: 30, parent: null, creator: OTHER, created: '2026-11-21T08:00:00Z', revision: 1, visibility: 'meeting',
  text: `lời ${id}`, html: `<p>lời ${id}</p>`, withdrawn: false, answer: null, operation_id: `op${id}`, ...about,
})
const act = (operation_id, command, payload, about = {}) => ({ operation_id, command, payload, order: Date.now() * 1000, sending: false, refusal: null, ...about })
const coming = (operation_id = 'mới') => act(operation_id, 'comment.create', { paper: 1, paragraph: 30, text: 'Đồng ý', visibility: 'desk' })

test('a fact may come twice', () => {
  const comments = list()
  comments.confirm(comment(1))
  comments.confirm(comment(1))
  assert.equal(comments.count(30), 1)
})

test('an older revision does not undo a newer one, and other versions do not belong here', () => {
  const comments = list()
  comments.confirm(comment(1, { revision: 2, text: 'mới' }))
  comments.confirm(comment(1, { text: 'cũ' }))
  comments.confirm(comment(2, { version: 6 }))
  assert.deepEqual(comments.under(30).map(each => each.text), ['mới'])
})

test('what is on its way is shown as such, as plain text', () => {
  const comments = list()
  comments.follow([coming()], [])
  const [entry] = comments.under(30)
  assert.deepEqual([entry.state, entry.text, entry.html, entry.mine], ['waiting', 'Đồng ý', null, true])
})

test('the recorded comment takes the place of the expected one, whether the fact or the answer comes first', () => {
  const comments = list()
  comments.follow([coming()], [])
  const recorded = comment(4, { creator: ME, operation_id: 'mới' })
  comments.confirm(recorded)
  assert.deepEqual(comments.under(30).map(each => each.id), [4])
  comments.settle('mới', recorded)
  assert.deepEqual(comments.under(30).map(each => each.id), [4])
})

test('one\'s own comment is the same on the screen before and after it has arrived, and another\'s is not', () => {
  const comments = list()
  comments.follow([coming()], [])
  const [{ key }] = comments.under(30)
  comments.confirm(comment(3, { operation_id: 'mới' }))
  comments.settle('mới', comment(4, { creator: ME, operation_id: 'mới' }))
  assert.deepEqual(comments.under(30).map(each => [each.id, each.key === key]), [[3, false], [4, true]])
})

test('a comment that waits is written otherwise and taken back at once', () => {
  const comments = list()
  const change = act('c', 'comment.change', { made_by: 'mới', revision: 0, text: 'Sửa lại', visibility: 'meeting' })
  comments.follow([coming(), change], [])
  const [entry] = comments.under(30)
  assert.deepEqual([entry.id, entry.text, entry.visibility, entry.revision], [null, 'Sửa lại', 'meeting', 1])
  comments.follow([coming(), change, act('d', 'comment.withdraw', { made_by: 'mới' })], [])
  assert.deepEqual([comments.under(30), comments.count(30)], [[], 0])
})

test('what is changed again is changed over what waits, and not over what was refused', () => {
  const comments = list()
  comments.confirm(comment(1, { creator: ME }))
  const change = (operation, about) => act(operation, 'comment.change', { comment: 1, ...about })
  comments.follow([change('a', { revision: 1, text: 'một', visibility: 'desk' }), change('b', { revision: 2, text: 'hai' })], [])
  const [entry] = comments.under(30)
  assert.deepEqual([entry.revision, entry.text, entry.visibility, entry.html], [3, 'hai', 'desk', null])
  comments.follow([], [{ ...change('a', { revision: 1, text: 'một' }), refusal: { message: 'Không được.' } }])
  assert.deepEqual([comments.under(30)[0].revision, comments.under(30)[0].text, comments.under(30)[0].change.text], [1, 'lời 1', 'một'])
})

test('a refused comment keeps its words and its sentence, and is not counted', () => {
  const comments = list()
  comments.follow([], [{ ...coming(), refusal: { code: 'meeting.closed', message: 'Phiên họp đã kết thúc.' } }])
  const [entry] = comments.under(30)
  assert.deepEqual([entry.state, entry.refusal.message, entry.text], ['refused', 'Phiên họp đã kết thúc.', 'Đồng ý'])
  assert.equal(comments.count(30), 0)
})

test('replies stand under what they answer, also before they are recorded', () => {
  const comments = list()
  comments.load([comment(1), comment(2, { parent: 1 })])
  comments.follow([act('r', 'comment.reply', { comment: 1, text: 'Nhất trí' })], [])
  assert.deepEqual(comments.under(30).map(each => each.replies.map(reply => reply.text)), [['lời 2', 'Nhất trí']])
  assert.equal(comments.count(30), 1)
})

test('a change on its way is told beside the comment', () => {
  const comments = list()
  comments.confirm(comment(1, { creator: ME }))
  comments.follow([act('c', 'comment.change', { comment: 1, revision: 1, text: 'Sửa lại' })], [])
  assert.deepEqual([comments.under(30)[0].change.text, comments.under(30)[0].change.state], ['Sửa lại', 'waiting'])
})

test('hidden goes, unless a later revision was told to me by another way', () => {
  const comments = list()
  comments.load([comment(1), comment(2, { revision: 3 })])
  comments.hide(1, 2)
  comments.hide(2, 3)
  assert.deepEqual(comments.under(30).map(each => each.id), [2])
})

test('a withdrawn comment stays only for the replies under it', () => {
  const comments = list()
  comments.load([comment(1, { withdrawn: true }), comment(2, { withdrawn: true }), comment(3, { parent: 2 })])
  assert.deepEqual(comments.under(30).map(each => each.id), [2])
  assert.equal(comments.count(30), 0)
})

const carried = (id, paragraph, rung = 'edited', about = {}) => comment(id, { version: 4, version_number: 1, paragraph: 11, places: { 5: { paragraph, rung, score: 90 } }, ...about })

test('what was said of an older version stands where it was carried to', () => {
  const comments = list()
  comments.load([carried(1, 30), comment(2, { version: 4, paragraph: 11, parent: 1 })])
  const [entry] = comments.under(30)
  assert.deepEqual([entry.carried, entry.replies.map(({ id }) => id)], [{ rung: 'edited', from: 1 }, [2]])
  assert.equal(comments.count(30), 1)
})

test('what found no place stands nowhere, and is told apart', () => {
  const comments = list()
  comments.load([carried(1, null, 'not_placed'), carried(2, null, 'not_placed', { withdrawn: true }), carried(3, 30)])
  assert.deepEqual(comments.unplaced.map(({ id }) => id), [1])
  assert.equal(comments.counts().size, 1)
})

test('placed by hand it stands there at once', () => {
  const comments = list()
  comments.confirm(carried(1, null, 'not_placed'))
  comments.follow([act('p', 'comment.place', { comment: 1, version: 5, paragraph: 31 })], [])
  assert.deepEqual(comments.unplaced, [])
  assert.deepEqual(comments.under(31).map(each => [each.carried.rung, each.change]), [['by_hand', null]])
})

test('a remark whose paragraph is gone from a later reading of its own version stands where that went', () => {
  const comments = list()
  comments.confirm(comment(1, { version_number: 2, places: { 5: { paragraph: 33, rung: 'merged', score: 100 } } }))
  assert.deepEqual([comments.count(30), comments.count(33)], [0, 1])
})

test('a place that was pointed out on a page is shown there, also before it is recorded', () => {
  const comments = list()
  comments.confirm(comment(1, { target: { page: 3, region: [3, 0, 0, 10, 10] } }))
  comments.follow([act('mới', 'comment.create', { paper: 1, paragraph: 30, text: 'Mờ', visibility: 'desk', region: [3, 5, 5, 9, 9] })], [])
  assert.deepEqual(comments.regionsOn(3), [[3, 0, 0, 10, 10], [3, 5, 5, 9, 9]])
  assert.deepEqual(comments.regionsOn(2), [])
})

test('what was hidden does not come back by an older word, but by one that is as late', () => {
  const comments = list()
  comments.confirm(comment(1))
  assert.ok(comments.hide(1, 3))
  comments.confirm(comment(1, { revision: 2 }))
  assert.equal(comments.count(30), 0)
  comments.confirm(comment(1, { revision: 3 }))
  assert.equal(comments.count(30), 1)
})

test('who hears on two streams that a comment has another audience keeps it, whichever comes first', () => {
  for (const order of [['hide', 'confirm'], ['confirm', 'hide']]) {
    const comments = list()
    comments.confirm(comment(1))
    for (const heard of order) heard === 'hide' ? comments.hide(1, 2) : comments.confirm(comment(1, { revision: 2, visibility: 'desk' }))
    assert.deepEqual(comments.under(30).map(each => each.visibility), ['desk'])
  }
})

test('what is loaded again is all there is: what another seat no longer sees goes', () => {
  const comments = list()
  comments.load([comment(1), comment(2, { visibility: 'desk' })])
  comments.load([comment(1)])
  assert.deepEqual(comments.under(30).map(each => each.id), [1])
})

test('a change that is recorded already and not answered yet is not counted twice', () => {
  const comments = list()
  comments.confirm(comment(1, { creator: ME, revision: 2, text: 'một' }))
  comments.follow([act('a', 'comment.change', { comment: 1, revision: 1, text: 'một' })], [])
  assert.equal(comments.under(30)[0].revision, 2)
})
