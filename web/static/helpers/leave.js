const WHY = 'phien:left'

/** Leave for another page, to which one does not come back; nothing more happens on this one. */
export function leave(path) {
  location.replace(path)
  return new Promise(() => {})
}

/** Sign in, and be here again afterwards. @param {string} [why] told there, unless something was said already */
export function signInAgain(why) {
  if (why && !sessionStorage.getItem(WHY)) sayOnNextPage(why)
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`)
}

/** Whoever is led away hears why on the page they come to. */
export function sayOnNextPage(why) {
  sessionStorage.setItem(WHY, why)
}

/** @returns {string|null} why one was led here; told once */
export function saidByLastPage() {
  const why = sessionStorage.getItem(WHY)
  sessionStorage.removeItem(WHY)
  return why
}
