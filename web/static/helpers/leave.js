/** Leave for another page, to which one does not come back; nothing more happens on this one. */
export function leave(path) {
  location.replace(path)
  return new Promise(() => {})
}
