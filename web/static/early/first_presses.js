/* What is pressed to turn the page while the program is on its way is not lost: controllers/early_turning.js heeds it. No module, for those come later. */
{
  const turner = document.getElementById('turner')
  const turns = { 'previous-page': -1, 'next-page': 1 }
  turner.dataset.presses = '0'
  turner.addEventListener('click', ({ target }) => {
    const turn = turns[/** @type {Element} */ (target).closest('button')?.id] ?? 0
    if (!turner.dataset.heard) turner.dataset.presses = `${Number(turner.dataset.presses) + turn}`
  })
  turner.addEventListener('submit', event => event.preventDefault())
}
