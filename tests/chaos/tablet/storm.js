/** Tablets of many people in one process: a job comes as the first line, then questions; each is answered by a line. */
import { createInterface } from 'node:readline'
import { differences } from './difference.js'
import { Tablet } from './tablet.js'

let tablets = []
let loose = 0
process.on('unhandledRejection', fault => {
  loose++
  process.stderr.write(`${fault?.stack ?? fault}\n`)
})

const ANSWERS = {
  begin({ people, ...job }) {
    tablets = people.map(cookie => new Tablet({ ...job, cookie }))
    for (const tablet of tablets) tablet.live()
    return {}
  },
  spoken: () => tablets.every(({ spoken }) => spoken),
  calm: () => tablets.forEach(tablet => tablet.calm()) ?? {},
  waiting: () => tablets.reduce((sum, { waiting }) => sum + Math.min(waiting, 1e6), 0),
  heads: () => tablets.map(({ life }) => life.last ?? {}),
  report: () => Promise.all(tablets.map(reported)).then(lives => ({ lives, loose })),
}

async function reported(tablet) {
  const { life } = tablet
  await tablet.letGo()
  const rest = tablet.reader ? [...tablet.reader.live.pending].map(({ operation_id }) => operation_id) : []
  return {
    acknowledged: [...life.acknowledged].map(([operation, { command, id }]) => [operation, command, id]),
    refused: [...life.refused].map(([operation, { code }]) => [operation, code]), missing: life.missing(rest), waiting: rest.length,
    began: life.began, heard: life.heard, figures: { ...life.figures, by_http: tablet.network.acts },
    faults: { ...life.faults, out_of_order: life.faults.out_of_order + life.turned },
    differing: differences(tablet.shown, await tablet.afresh()),
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, ...told } = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(await ANSWERS[ask](told))}\n`)
}
process.exit(0)
