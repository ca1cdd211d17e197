/* The ground somebody chose to read on, before anything is painted: so a dark room sees no white flash. No module, for those come later. */
{
  const { person } = JSON.parse(document.getElementById('boot').textContent)
  let chosen = null
  try { chosen = person && localStorage.getItem(`phien:${person.id}:draft:look`) } catch { /* a browser may forbid storage altogether */ }
  if (['light', 'dark', 'sepia'].includes(chosen)) document.documentElement.dataset.theme = chosen
}
