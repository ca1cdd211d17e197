/**
 * What the server told this page when it was drawn.
 * @typedef {{csrf?: string, locale: string, person: any|null, meeting: number|null,
 *   paper: number|null, version: number|null, catalogue: string|null, timezone?: string}} Boot
 */

/** @type {Boot} */
export const boot = read()

function read() {
  const printed = globalThis.document?.getElementById('boot')
  return printed ? JSON.parse(printed.textContent) : { locale: 'vi' }
}
