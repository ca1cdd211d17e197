/** The HTTP twin of each command, for when the socket is down but the server can be reached. */

/** @type {Record<string, (payload: any) => [method: string, path: string]>} */
const TWINS = {
  'comment.create': () => ['post', '/comments'],
  'comment.reply': ({ comment }) => ['post', `/comments/${comment}/replies`],
  'comment.change': ({ comment }) => ['patch', `/comments/${comment}`],
  'comment.withdraw': ({ comment }) => ['post', `/comments/${comment}/withdrawal`],
  'comment.answer': ({ comment }) => ['put', `/comments/${comment}/answer`],
  'annotation.create': () => ['post', '/annotations'],
  'annotation.change': ({ annotation }) => ['patch', `/annotations/${annotation}`],
  'annotation.remove': ({ annotation, operation_id }) => ['delete', `/annotations/${annotation}?operation_id=${operation_id}`],
  'comment.place': ({ comment }) => ['put', `/comments/${comment}/place`],
  'annotation.place': ({ annotation }) => ['put', `/annotations/${annotation}/place`],
  'place.keep': ({ paper }) => ['put', `/papers/${paper}/place`],
}

/** @returns {{method: string, path: string, body: any}} */
export function twinOf({ command, payload }) {
  const [method, path] = TWINS[command](payload)
  return { method, path, body: payload }
}
