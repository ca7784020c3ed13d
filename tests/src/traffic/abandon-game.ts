import { leaveOnce, type Leaving, LEAVINGS, type Left, prerender } from './abandon.ts'
import type { Neighbours } from './couple.ts'
import { ABANDON_TWINS, AS_BUILT, type Site } from './sites.ts'
import type { Table } from './table.ts'

/** A random moment comes before a reader leaves two times in five: all of so many, once in 1,500. */
const TWIN_ROUNDS = 8
/** What gives it away: a reader who leaves by the clock, when a page as built has long sent its cell. */
const BY_THE_CLOCK: Leaving = { name: 'closed after 2 s', after: 'ready', ms: 2_000, way: 'close' }
/** So often is a round played again in which the machine was too slow to leave when it was meant. */
const SLOW_ROUNDS = 12

/** Who leaves a page before, at and after its moment: cells come or do not, for both alike. */
export async function playAbandon(table: Table, two: Neighbours): Promise<void> {
  const { timeline } = table
  for (const leaving of LEAVINGS) {
    const { reader, source, asMeant } = await leaveAsMeant(table, two, leaving)
    timeline.check(
      `abandon, ${leaving.name}: ${reader} cells of a reader, ${source} of a source`,
      reader === source && asMeant,
      asMeant ? '' : 'in no round did both leave in time: this machine is too slow for this game',
    )
  }
  await checkPrerender(table, two)
  for (const twin of ABANDON_TWINS.slice(0, 2)) await checkTwin(table, two, twin)
}

async function checkPrerender({ ground, timeline }: Table, [one]: Neighbours): Promise<void> {
  const { requests, cellsBefore, cellsAfter } = await prerender(ground, one, AS_BUILT)
  timeline.check(
    `abandon, prerendered: ${requests} page made ready, ${cellsBefore} cells before it was shown, ${cellsAfter} after`,
    requests === 1 && cellsBefore === 0 && cellsAfter === 1,
  )
  const [, , twin] = ABANDON_TWINS
  if (twin === undefined) return
  const early = await prerender(ground, one, twin)
  timeline.check(
    `twin "${twin.name}": ${early.cellsBefore} cells before it was shown`,
    early.cellsBefore > 0,
  )
}

/** Found out when one round of a few differs. */
async function checkTwin(table: Table, two: Neighbours, twin: Site): Promise<void> {
  const leaving = twin.name === 'random moment' ? BY_THE_CLOCK : LEAVINGS[0]
  if (leaving === undefined) return
  for (let round = 1; round <= TWIN_ROUNDS; round++) {
    const { reader, source } = await leaveBoth(table, two, twin, leaving)
    if (reader === source) continue
    const found = `${reader} cells of a reader, ${source} of a source in round ${round}`
    return table.timeline.check(`twin "${twin.name}": ${found}`, true)
  }
  table.timeline.check(`twin "${twin.name}" is found out in ${TWIN_ROUNDS} rounds`, false)
}

interface BothLeft {
  readonly reader: number
  readonly source: number
  readonly asMeant: boolean
}

async function leaveAsMeant(table: Table, two: Neighbours, leaving: Leaving): Promise<BothLeft> {
  let both = await leaveBoth(table, two, AS_BUILT, leaving)
  for (let round = 1; round < SLOW_ROUNDS && !both.asMeant; round++)
    both = await leaveBoth(table, two, AS_BUILT, leaving)
  return both
}

async function leaveBoth(
  { ground }: Table,
  [here, there]: Neighbours,
  site: Site,
  leaving: Leaving,
): Promise<BothLeft> {
  const [reader, source]: readonly [Left, Left] = await Promise.all([
    leaveOnce(ground, here, site, leaving, false),
    leaveOnce(ground, there, site, leaving, true),
  ])
  const asMeant = reader.asMeant && source.asMeant
  return { reader: reader.cells, source: source.cells, asMeant }
}
