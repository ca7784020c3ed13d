import { habitsOf } from './as-people-have-it.ts'
import { couple, type CoupledVisit, type Neighbours } from './couple.ts'
import { drawSitting, tellingSitting } from './script.ts'
import { AS_BUILT, KEPT, type Site, TWINS } from './sites.ts'
import type { Table } from './table.ts'

const TWIN_VISITS = 2
const MOST_HIDDEN_TICKS = 2

/** A browser whose back-forward cache or throttling is off would hide what people's browsers show. */
export async function checkHabits({ ground, timeline }: Table): Promise<void> {
  const { restores, reloadsNoStore, hiddenTicks } = await habitsOf(ground)
  timeline.check('this browser has its back-forward cache on', restores)
  timeline.check('and makes a page anew that is no-store, as the front serves it', reloadsNoStore)
  timeline.check(
    `and slows a hidden tab down: ${hiddenTicks.toFixed(1)} ticks a second of 20`,
    hiddenTicks <= MOST_HIDDEN_TICKS,
  )
}

/** A sitting of everything, and Back where pages may be kept: nothing may differ. */
export async function coupleAsBuilt(table: Table, two: Neighbours): Promise<void> {
  const { ground, env, belongings, timeline } = table
  const everything = await couple(ground, two, AS_BUILT, drawSitting(env), belongings)
  everything.forEach((visit) => checkAlike(table, AS_BUILT, visit))
  const back = await couple(ground, two, KEPT, tellingSitting(env, 'back', TWIN_VISITS), belongings)
  back.forEach((visit) => checkAlike(table, KEPT, visit))
  timeline.check(
    'a page that may be kept was kept, for a reader and for a source',
    back.slice(1).every(({ reader }) => !reader.some(({ shape }) => shape.endsWith('/en/'))),
  )
}

function checkAlike({ timeline }: Table, { name }: Site, visit: CoupledVisit): void {
  const { step, requests, done, wanted, differs } = visit
  timeline.check(
    `${name}, ${step}: ${requests} requests, the same of a reader and of a source (${done} of ${wanted} acts)`,
    differs === null && requests > 1 && done === wanted,
    differs ?? 'not all was done',
  )
}

/**
 * Every view in which a source does what tells must differ. Of those in which she has parts waiting one is
 * enough: two views in one interval make one attempt.
 */
export async function coupleTwins(table: Table, two: Neighbours): Promise<void> {
  const { ground, env, belongings, timeline } = table
  for (const twin of TWINS) {
    if (twin.tells === null) continue
    const sitting = tellingSitting(env, twin.tells, TWIN_VISITS)
    const visits = await couple(ground, two, twin, sitting, belongings)
    const telling = visits.slice(1).filter(({ done, wanted }) => done === wanted)
    const differing = telling.filter(({ differs }) => differs !== null)
    const least = twin.tells === 'parts' ? 1 : telling.length
    timeline.check(
      `twin "${twin.name}": differs in ${differing.length} of ${telling.length} views (${differing[0]?.differs ?? ''})`,
      telling.length > 0 && differing.length >= least,
    )
  }
}
