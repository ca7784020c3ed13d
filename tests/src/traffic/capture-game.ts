import { describeAdvantage } from '@postern/games'
import { classify, type Verdict } from './classify.ts'
import type { Captured } from './captured.ts'
import type { Household } from './ground.ts'
import { type Played, playCaptured } from './play.ts'
import { drawSitting, tellingSitting } from './script.ts'
import { AS_BUILT, type Site } from './sites.ts'
import type { Table } from './table.ts'

/** Views of a sitting that is drawn; half of all are a reader's. */
const VISITS_A_SITTING = 8
/** The share of views in which a twin must give a source away. */
const TWIN_RIGHT = 0.95
/** A run whose sources did less than this of what they meant to proves little. */
export const LEAST_DONE = 0.8

/** What the classifier came to, and how much sources did of what they meant to. */
export interface CaptureResult extends Verdict {
  readonly acts: { readonly wanted: number; readonly done: number }
}

/**
 * At least so many page views of readers and sources, captured and classified. Whoever judges the figure
 * asks first whether sources came to do what they meant to.
 */
export async function captureAsBuilt(
  table: Table,
  households: readonly Household[],
  visits: number,
  look: (visit: Captured) => void = () => undefined,
): Promise<CaptureResult> {
  const { env } = table
  const count = Math.ceil(visits / (2 * VISITS_A_SITTING))
  const sittings = Array.from({ length: count }, () => drawSitting(env))
  const played = await playCaptured(table, households, AS_BUILT, sittings)
  played.visits.forEach(look)
  return tell(table, AS_BUILT, classify(env, played.visits), played)
}

/** The same with a twin, in pairs of sittings of so many telling views each: it must lose. */
export async function captureTwin(
  table: Table,
  twin: Site,
  { pairs, visits }: { readonly pairs: number; readonly visits: number },
): Promise<CaptureResult> {
  const { tells } = twin
  if (tells === null) throw new TypeError(`${twin.name} is no twin`)
  const { env, timeline } = table
  const sittings = Array.from({ length: pairs }, () => tellingSitting(env, tells, visits))
  const played = await playCaptured(table, table.ground.households, twin, sittings)
  const telling = played.visits.filter(({ isFirst }) => !isFirst)
  const result = tell(table, twin, classify(env, telling), played)
  timeline.check(
    `twin "${twin.name}" gives a source away in more than ${100 * TWIN_RIGHT} % of views`,
    result.right > TWIN_RIGHT * result.tested,
  )
  return result
}

function tell(
  { timeline }: Table,
  { name }: Site,
  verdict: Verdict,
  played: Played,
): CaptureResult {
  const { trained, tested, right, advantage, sittings, telling } = verdict
  const { wanted, done, troubles } = played
  timeline.say(
    `${name}: trained on ${trained}, right in ${right} of ${tested} views: ${describeAdvantage(advantage)}`,
  )
  timeline.say(`  whole sittings: right in ${sittings.right} of ${sittings.tested}`)
  timeline.say(
    `  most telling: ${telling.map(({ trait, share }) => `${trait} ${share}`).join('; ')}`,
  )
  timeline.say(`  sources did ${done} of the ${wanted} acts that they meant to`)
  timeline.check(`${name}: no page said an error`, troubles.length === 0, troubles.join(' | '))
  return { ...verdict, acts: { wanted, done } }
}
