/** Notes that stand at a point of a page, over no words: where there are none, or beside them. */

/** @param {{ink?: any|null, motivation: string, target: {selectors: {type: string}[]}}} mark */
export const isPageNote = ({ ink, motivation, target }) => !ink && motivation === 'commenting' && !target.selectors.some(({ type }) => type === 'TextQuoteSelector')

/** @param {{page: number, x: number, y: number}} point in ten-thousandths of the page @param {number|null} paragraph it goes along with into a new version */
export function targetAt({ page, x, y }, paragraph) {
  const [across, down] = [Math.round(x), Math.round(y)]
  return { page, paragraph, boxes: [[page, across, down, across, down]], selectors: [{ type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3778', value: `page=${page}` }] }
}
