/**
 * Labels that would lie over one another, one below the other.
 * @param {{x: number, y: number}[]} corners the top right one of each, in pixels
 * @param {{width: number, height: number}} most what a label takes at most
 * @returns {number[]} how far each is moved down, in pixels
 */
export function stacked(corners, { width, height }) {
  const laid = []
  return corners.map(({ x, y }) => {
    const near = laid.filter(other => Math.abs(other.x - x) < width).sort((a, b) => a.y - b.y)
    let free = y
    for (const other of near) if (Math.abs(other.y - free) < height) free = other.y + height
    laid.push({ x, y: free })
    return free - y
  })
}
