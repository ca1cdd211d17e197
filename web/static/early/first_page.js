/*
 * Lays that picture where models/layout.js will lay its page, to be read before the program is there; controllers/pages.js takes it over.
 * A page kept on the device is one for all versions, and a page turned by hand is not shown lying. No module, for those come later.
 */
{
  const { opens: { id }, person, version } = JSON.parse(document.getElementById('boot').textContent)
  const { href, dataset: { page } } = /** @type {HTMLLinkElement} */ (document.getElementById('first-picture'))
  const asked = new URLSearchParams(location.search).get('version')
  let turned = null
  try { turned = localStorage.getItem(`phien:${person.id}:draft:turned:${id}`) } catch { /* a browser may forbid storage altogether */ }
  if (!turned && (asked ?? '') === `${version ?? ''}`) {
    const part = name => Object.assign(document.createElement('div'), { className: name })
    const [early, sheet, image] = [part('early-page'), part('sheet'), new Image()]
    Object.assign(image, { className: 'sharp', alt: '', draggable: false, fetchPriority: 'high', src: href })
    early.dataset.page = page
    early.append(sheet)
    sheet.append(image)
    document.getElementById('scroller').append(early)
    image.decode().then(() => sheet.classList.add('ready'), () => early.remove())
  }
}
