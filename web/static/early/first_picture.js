/*
 * Asks for the picture of the page that opens, before the program is there: on a weak line it would come after all of it.
 * Which picture that is, models/layout.js and controllers/picture.js say; a test holds them together. No module, for those come later.
 */
{
  const { id, sha, pages } = JSON.parse(document.getElementById('boot').textContent).opens
  const { saveData, effectiveType } = navigator.connection ?? {}
  const wide = innerWidth > 700 ? Math.min(innerWidth - 84, 1100) : innerWidth
  const needed = saveData || /2g|3g/.test(effectiveType ?? '') ? 0 : wide * Math.min(devicePixelRatio, 3) * 0.85
  const width = [800, 1240, 1654].find(each => each >= needed) ?? 2480
  const asked = Math.floor(Number(new URLSearchParams(location.hash.slice(1)).get('page')))
  const page = Math.min(pages, Math.max(1, asked || 1))
  const href = `/api/versions/${id}/pages/${page}/picture?width=${width}&sha=${sha}`
  const link = Object.assign(document.createElement('link'), { id: 'first-picture', rel: 'preload', as: 'image', fetchPriority: 'high', href })
  link.dataset.page = `${page}`
  document.head.append(link)
}
