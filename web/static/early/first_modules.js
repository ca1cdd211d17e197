/* Asks for the modules of the page, after its picture: links in the page itself are asked for before any script has run. No module, for those come later. */
{
  const { at, names } = JSON.parse(document.getElementById('modules').textContent)
  for (const name of names) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: at + name }))
}
