/**
 * Makes web/static/vendor, web/static/fonts and web/vendor.json again.
 *
 * Only whoever changes a version below needs Node and npm: `node deploy/refresh_vendor.mjs`.
 * Everything is pinned, the parts of a part too, so that two runs give the same bytes.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const STATIC = join(ROOT, 'web', 'static')
const BUNDLER = { esbuild: '0.28.2' }

/** What the pages import by name, and what each brings along inside its one file. */
const MODULES = [
  {
    name: 'socket.io-client', version: '4.8.4',
    parts: {
      'engine.io-client': '6.6.8', 'engine.io-parser': '5.2.3',
      'socket.io-parser': '4.2.7', '@socket.io/component-emitter': '3.1.2',
    },
  },
  { name: 'idb', version: '8.0.4', parts: {} },
  { name: 'sortablejs', version: '1.15.7', parts: {} },
]

const FONT = { name: '@fontsource/be-vietnam-pro', version: '5.3.0' }
const FONT_FILES = ['vietnamese', 'latin'].flatMap(subset =>
  [400, 700].map(weight => `be-vietnam-pro-${subset}-${weight}-normal.woff2`))

function install(folder) {
  const parts = Object.assign({}, ...MODULES.map(module => module.parts))
  const named = Object.fromEntries(MODULES.map(({ name, version }) => [name, version]))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({
    private: true, dependencies: { ...BUNDLER, ...parts, ...named, [FONT.name]: FONT.version },
  }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
}

function bundle(folder, { name }) {
  const file = `${name}.js`
  execFileSync(join(folder, 'node_modules', '.bin', 'esbuild'), [
    name, '--bundle', '--minify', '--format=esm', '--platform=browser', '--target=es2022',
    '--legal-comments=none', `--outfile=${join(STATIC, 'vendor', file)}`,
  ], { cwd: folder, stdio: 'inherit' })
  return file
}

function licenceOf(folder, name) {
  const home = join(folder, 'node_modules', name)
  const file = readdirSync(home).find(each => /^licen[cs]e/i.test(each))
  if (!file) throw new Error(`${name} brings no licence text`)
  return readFileSync(join(home, file), 'utf8').trim()
}

function keptLicence(folder, names, file) {
  const texts = names.map(name => `${name}\n${'-'.repeat(name.length)}\n\n${licenceOf(folder, name)}\n`)
  writeFileSync(join(STATIC, file), texts.join('\n'))
  return file
}

function described(folder, { name, version }, files, licenceFile, parts = {}) {
  const { license } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json')))
  return {
    name, version, licence: license, licence_file: licenceFile, parts,
    files: files.map(file => ({ file, sha256: sha256(join(STATIC, file)) })),
  }
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

function module(folder, each) {
  const file = `vendor/${bundle(folder, each)}`
  const licence = keptLicence(folder, [each.name, ...Object.keys(each.parts)],
    `vendor/licences/${each.name}.txt`)
  return described(folder, each, [file], licence, each.parts)
}

function font(folder) {
  for (const file of FONT_FILES) {
    copyFileSync(join(folder, 'node_modules', FONT.name, 'files', file), join(STATIC, 'fonts', file))
  }
  const licence = keptLicence(folder, [FONT.name], 'fonts/OFL-be-vietnam-pro.txt')
  return described(folder, FONT, FONT_FILES.map(file => `fonts/${file}`), licence)
}

const scratch = mkdtempSync(join(tmpdir(), 'vendor-'))
try {
  for (const each of ['vendor/licences', 'fonts']) mkdirSync(join(STATIC, each), { recursive: true })
  install(scratch)
  const entries = [...MODULES.map(each => module(scratch, each)), font(scratch)]
  writeFileSync(join(ROOT, 'web', 'vendor.json'), `${JSON.stringify(entries, null, 2)}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
