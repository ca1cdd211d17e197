/** Acts over HTTP, and the question whose sign-in this device holds. */
import { Refused, api } from '../helpers/api.js'
import { twinOf } from './twins.js'

export class Post {
  /** @returns {Promise<number|null>} the signed-in person's id, null when nobody is; rejects when there is no way to ask */
  async whoAmI() {
    const response = await fetch('/api/me', { credentials: 'same-origin', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout?.(8000) })
    if (response.status === 401) return null
    if (!response.ok) throw new Error(`${response.status}`)
    return (await response.json()).person.id
  }

  /** @returns {Promise<import('./outbox.js').Reply>} rejects when no answer came */
  async send(act) {
    const { method, path, body } = twinOf(act)
    try {
      const answer = method === 'delete' ? await api.delete(path) : await api[method](path, body)
      return { ok: true, answer }
    } catch (refused) {
      if (!(refused instanceof Refused) || retriable(refused)) throw refused
      return { ok: false, code: refused.code, message: refused.message, current: refused.current }
    }
  }
}

/** No answer, a server in trouble or too busy, a sign-in that has ended: none of these is about the act itself. */
function retriable({ status, code }) {
  return status === 0 || status === 401 || status === 408 || status === 429 || status === 502 || status === 503 || status === 504 || `${code}`.includes('csrf')
}
