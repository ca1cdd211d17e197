import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { runInNewContext } from 'node:vm'
import { WIDTHS, columnIn, pageAsked, pickWidth, pictureOf } from '../../web/static/models/layout.js'

const SCRIPT = readFileSync(new URL('../../web/static/early/first_picture.js', import.meta.url), 'utf8')
const OPENS = { id: 11, sha: 'abc', pages: 20 }

function asked({ innerWidth = 820, devicePixelRatio = 2, hash = '', connection = undefined }) {
  let link = null
  const document = {
    getElementById: () => ({ textContent: JSON.stringify({ opens: OPENS }) }),
    createElement: () => ({ dataset: {} }),
    head: { append: made => { link = made } },
  }
  runInNewContext(SCRIPT, { document, navigator: { connection }, location: { hash }, innerWidth, devicePixelRatio, URLSearchParams })
  return link
}

test('the picture that is asked for early is the one the pages will ask for, at every size of a screen', () => {
  for (let innerWidth = 320; innerWidth <= 2560; innerWidth += 20) {
    for (const devicePixelRatio of [1, 1.5, 2, 3, 4]) {
      const width = pickWidth(columnIn(innerWidth).width, devicePixelRatio)
      assert.equal(asked({ innerWidth, devicePixelRatio }).href, pictureOf(OPENS)(1, width), `${innerWidth} at ${devicePixelRatio}`)
    }
  }
})

test('on a weak line it is the smallest one that can be read', () => {
  for (const connection of [{ effectiveType: '3g' }, { effectiveType: 'slow-2g' }, { saveData: true, effectiveType: '4g' }]) {
    assert.equal(asked({ connection }).href, pictureOf(OPENS)(1, WIDTHS[0]))
  }
})

test('a link to a page asks for that page, and never for one beyond the last', () => {
  assert.match(asked({ hash: '#page=7&paragraph=3' }).href, /\/pages\/7\//)
  assert.match(asked({ hash: '#page=99' }).href, /\/pages\/20\//)
  assert.match(asked({ hash: '#find=x' }).href, /\/pages\/1\//)
  for (const odd of ['-3', '0', 'abc', '', '1.5', 'NaN']) assert.match(asked({ hash: `#page=${odd}` }).href, /\/pages\/1\//, odd)
  for (const hash of ['#page=7', '#page=-3', '#page=2.9', '#page=x', '']) assert.match(asked({ hash }).href, new RegExp(`/pages/${pageAsked(hash)}/`))
})

const EARLY = readFileSync(new URL('../../web/static/early/first_page.js', import.meta.url), 'utf8')

function laid({ search = '', version = null, turned = null }) {
  const scroller = []
  const part = () => ({ dataset: {}, children: [], classList: { add: () => {} }, append(child) { this.children.push(child) } })
  const places = {
    boot: { textContent: JSON.stringify({ opens: OPENS, person: { id: 5 }, version }) },
    'first-picture': { href: '/picture', dataset: { page: '7' } },
    scroller: { append: made => scroller.push(made) },
  }
  const document = { getElementById: id => places[id], createElement: part }
  class Image { decode = () => Promise.resolve() }
  runInNewContext(EARLY, { document, Image, localStorage: { getItem: name => name === 'phien:5:draft:turned:11' ? turned : null }, location: { search }, URLSearchParams })
  return scroller
}

test('the picture is on the screen before the program is', () => {
  const [page] = laid({})
  assert.deepEqual([page.className, page.dataset.page, page.children[0].children[0].src], ['early-page', '7', '/picture'])
  assert.equal(laid({ search: '?version=2', version: 2 }).length, 1)
})

test('it is left to the program where it is of another version than the one asked for, or was turned', () => {
  assert.deepEqual(laid({ search: '?version=1' }), [])
  assert.deepEqual(laid({ search: '?version=1', version: 2 }), [])
  assert.deepEqual(laid({ search: '', version: 2 }), [])
  assert.deepEqual(laid({ turned: '{"7":90}' }), [])
})

test('the modules of the page are asked for by links, each once and in their order', () => {
  const script = readFileSync(new URL('../../web/static/early/first_modules.js', import.meta.url), 'utf8')
  const links = []
  const document = { getElementById: () => ({ textContent: '{"at": "/", "names": ["a.js", "b.js"]}' }), createElement: name => ({ name }), head: { append: link => links.push({ ...link }) } }
  runInNewContext(script, { document })
  assert.deepEqual(links, [{ name: 'link', rel: 'modulepreload', href: '/a.js' }, { name: 'link', rel: 'modulepreload', href: '/b.js' }])
})
