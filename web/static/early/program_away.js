/* The program itself did not come, as happens on a weak line: says so, and opens the page again when asked. No module, for that is what is missing. */
addEventListener('error', ({ target }) => {
  if (!(target instanceof HTMLScriptElement)) return   // pictures and links may fail for themselves
  const words = document.getElementById('program-away')
  words.hidden = false
  words.querySelector('button').onclick = () => location.reload()
}, { capture: true })
