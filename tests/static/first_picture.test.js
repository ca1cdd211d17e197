import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { runInNewContext } from 'node:vm'
import { WIDTHS, columnIn, pickWidth, pictureOf } from '../../web/static/models/layout.js'

const SCRIPT = readFileSync(new URL('../../web/static/early/first_picture.js', import.meta.url), 'utf8')
const OPENS = { id: 11, sha: 'abc', pages: 20 }

function asked({ innerWidth = 820, devicePixelRatio = 2, hash = '', connection = undefined }) {
  let link = null
  const document = {
    getElementById: () => ({ textContent: JSON.stringify({ opens: OPENS }) }),
    createElement: () => ({}),
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
})

test('the modules of the page are asked for by links, each once and in their order', () => {
  const script = readFileSync(new URL('../../web/static/early/first_modules.js', import.meta.url), 'utf8')
  const links = []
  const document = { getElementById: () => ({ textContent: '["/a.js", "/b.js"]' }), createElement: name => ({ name }), head: { append: link => links.push({ ...link }) } }
  runInNewContext(script, { document })
  assert.deepEqual(links, [{ name: 'link', rel: 'modulepreload', href: '/a.js' }, { name: 'link', rel: 'modulepreload', href: '/b.js' }])
})
