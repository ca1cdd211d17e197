/**
 * Acts on what was made on this device and has no number yet: a mark or a comment that still waits may be changed and
 * taken back at once. Such an act names the act that made the thing (`made_by`, an operation id) and counts its revision
 * from none; it leaves when the answer has told number and revision.
 */

/** Why an act that never left the device had no answer. */
export const CALLED_BACK = 'act.withdrawn'

/** Acts after which nothing is left of the thing. */
const TAKE_BACK = { annotation: 'annotation.remove', comment: 'comment.withdraw' }

/** How an act names a thing. @param {'annotation'|'comment'} kind @param {{id: number|null, operation_id: string}} thing */
export const naming = (kind, { id, operation_id }) => id ? { [kind]: id } : { made_by: operation_id }

/** @param {'annotation'|'comment'} kind @param {any} payload of an act @param {{id: number|null, operation_id: string}} thing */
export const isAbout = (kind, payload, { id, operation_id }) =>
  id ? payload[kind] === id || payload.made_by === operation_id : payload.made_by === operation_id

export const takesAway = ({ command }) => Object.values(TAKE_BACK).includes(command)

/** The act that takes back what `act` makes. @param {{command: string, operation_id: string}} act @returns {[command: string, payload: any]} */
export const takenBack = ({ command, operation_id }) => [TAKE_BACK[command.split('.')[0]], { made_by: operation_id }]

/** The words of an act, now that its thing has its number. @param {{command: string, payload: any}} act @param {{id: number, revision: number}} made */
export function numbered({ command, payload: { made_by: _maker, revision, ...said } }, made) {
  return { ...said, [command.split('.')[0]]: made.id, ...revision !== undefined && { revision: made.revision + revision } }
}

/** What was said in making a thing, with what was said of it later. @param {any} payload @param {{payload: any}[]} later */
export function folded(payload, later) {
  return later.reduce((all, { payload: { made_by: _maker, revision: _revision, operation_id: _operation, ...said } }) => ({ ...all, ...stated(said) }), payload)
}

/** What waits to be done to a thing and is not in what is known of it yet. @param {{revision: number}} thing @param {any[]} acts about it */
export const ahead = ({ revision }, acts) => acts.filter(({ payload }) => payload.made_by || payload.revision === undefined || payload.revision >= revision)

const stated = said => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))

/** Take a thing back; what never left the device is called back, so that nothing of it leaves. @param {{withdraw: (operationId: string) => boolean, send: (command: string, payload: any) => any}} live */
export function takeBack(live, kind, thing) {
  if (thing.id || !live.withdraw(thing.operation_id)) live.send(TAKE_BACK[kind], naming(kind, thing))
}
