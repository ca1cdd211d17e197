/** Asking the server over HTTP; an answer is data, a refusal is an error with its sentence. */
import { boot } from './boot.js'
import { _ } from './i18n.js'
import { signInAgain } from './leave.js'

/** The server, or the way to it, said no. `message` is for the person, `code` for the program. */
export class Refused extends Error {
  constructor({ code, message, status = 0, current = null }) {
    super(message)
    this.name = 'Refused'
    this.code = code
    this.status = status
    this.current = current
  }
}

/** A page that goes out compressed does not bear it. @type {string|undefined} */
let csrf = boot.csrf
let renewing = null

export const api = {
  get: (path, options) => ask('GET', path, undefined, options),
  post: (path, body, options) => ask('POST', path, body ?? {}, options),
  put: (path, body, options) => ask('PUT', path, body ?? {}, options),
  patch: (path, body, options) => ask('PATCH', path, body ?? {}, options),
  delete: (path, options) => ask('DELETE', path, undefined, options),
  look,
}

/**
 * Send one file with its progress.
 * @typedef {{fields?: any, progress?: (sent: number, total: number) => void, signal?: AbortSignal}} How
 * @param {string} path
 * @param {File} file
 * @param {How} how
 */
export async function upload(path, file, how = {}, again = true) {
  const answer = await sendFile(path, file, how)
  if (answer.ok) return answer.body
  if (again && await renewed(answer)) return upload(path, file, how, false)
  throw refusal(answer.status, answer.body)
}

/**
 * Ask whether a file is there, without fetching it.
 * @param {string} path
 * @returns {Promise<any|null>} how far it is; null once it is there
 */
async function look(path) {
  const stop = new AbortController()
  const response = await reach(() => fetch(`/api${path}`, { credentials: 'same-origin', headers: { Accept: 'application/pdf, application/json' }, signal: stop.signal }))
  if (response.status === 200) {
    stop.abort()
    return null
  }
  const answer = await response.json().catch(() => null)
  if (response.ok) return answer
  throw refusal(response.status, answer)
}

/**
 * @param {string} method @param {string} path @param {any} body
 * @param {{signal?: AbortSignal, take?: (response: Response) => Promise<any>}} [how] take: what is made of an answer that is no JSON
 */
async function ask(method, path, body, { signal, take } = {}, again = true) {
  if (method !== 'GET' && !csrf && !await reach(renew)) throw refusal(503, null)
  const response = await reach(() => fetch(`/api${path}`, {
    method, signal, credentials: 'same-origin',
    headers: headersFor(method, body),
    body: body === undefined ? undefined : JSON.stringify(body),
  }))
  if (response.ok && take) return take(response)
  const answer = await response.json().catch(() => null)
  if (response.ok) return answer
  if (again && await renewed({ status: response.status, body: answer })) return ask(method, path, body, { signal, take }, false)
  throw refusal(response.status, answer)
}

function headersFor(method, body) {
  const headers = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-CSRFToken'] = csrf ?? ''
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  return headers
}

async function reach(send) {
  try {
    return await send()
  } catch (error) {
    if (error.name === 'AbortError') throw error
    throw new Refused({ code: 'network.unreachable', message: _('Không kết nối được với máy chủ. Xin kiểm tra mạng rồi thử lại.') })
  }
}

/** A page left open for long holds a stale token: fetch a fresh one, once. */
async function renewed({ status, body }) {
  if (status !== 400 || !`${body?.code}`.includes('csrf')) return false
  return renew()
}

/** However many acts want a fresh token at once, it is fetched once. @returns {Promise<boolean>} whether there is one */
function renew() {
  renewing ??= freshToken().finally(() => { renewing = null })
  return renewing
}

async function freshToken() {
  const answer = await fetch('/api/csrf', { credentials: 'same-origin' })
  if (answer.ok) csrf = (await answer.json()).token
  return answer.ok
}

function refusal(status, body) {
  if (status === 401) signInAgain(_('Phiên đăng nhập đã kết thúc. Xin đăng nhập lại.'))
  return new Refused({
    status, code: body?.code ?? 'fault', current: body?.current ?? null,
    message: body?.message ?? _('Máy chủ gặp trục trặc. Xin thử lại sau ít phút.'),
  })
}

/** @param {string} path @param {File} file @param {How} how */
function sendFile(path, file, { fields = {}, progress, signal }) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch does not tell how much has been sent
    request.open('POST', `/api${path}`)
    request.setRequestHeader('X-CSRFToken', csrf ?? '')
    request.setRequestHeader('Accept', 'application/json')
    request.upload.onprogress = event => progress?.(event.loaded, event.total)
    request.onload = () => resolve(readAnswer(request))
    request.onerror = () => reject(new Refused({ code: 'network.unreachable', message: _('Mất mạng giữa chừng khi đang gửi tệp. Xin thử lại.') }))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

function readAnswer(request) {
  let body = null
  try { body = JSON.parse(request.responseText) } catch { /* a proxy's page, not ours */ }
  return { ok: request.status >= 200 && request.status < 300, status: request.status, body }
}
