import { type Captured, cutCaptures, type Labelled } from './captured.ts'
import type { Household } from './ground.ts'
import type { Sitting } from './script.ts'
import { type Belongings, sit } from './sitting.ts'
import type { Site } from './sites.ts'
import type { Table } from './table.ts'

/** Captured sittings of readers and sources, and how they went. */
export interface Played {
  readonly visits: readonly Captured[]
  readonly wanted: number
  readonly done: number
  readonly troubles: readonly string[]
}

interface Pair {
  readonly number: number
  readonly sitting: Sitting
  readonly first: 0 | 1
}

interface Tally {
  readonly visits: Labelled[]
  readonly troubles: string[]
  wanted: number
  done: number
}

/**
 * Each sitting is gone through twice on one lane, one after the other: by a reader and by a source, in an
 * order drawn at random, so that whatever the machine does meanwhile falls on both alike.
 */
export async function playCaptured(
  { env, ground, belongings }: Table,
  households: readonly Household[],
  site: Site,
  sittings: readonly Sitting[],
): Promise<Played> {
  const pairs = sittings.map((sitting, number): Pair => {
    const first = env.pick(2) === 1 ? 1 : 0
    return { number, sitting, first }
  })
  const tally: Tally = { visits: [], troubles: [], wanted: 0, done: 0 }
  for (const { lane } of households) await lane.listen()
  await Promise.all(
    households.map(async (household) => {
      for (let pair = pairs.shift(); pair !== undefined; pair = pairs.shift())
        for (const label of [pair.first, pair.first === 0 ? 1 : 0] as const)
          await playOne(household, ground.originOf(site), pair, label, belongings, tally)
    }),
  )
  return { ...tally, visits: await cutCaptures(households, tally.visits) }
}

async function playOne(
  household: Household,
  origin: string,
  { sitting, number }: Pair,
  label: 0 | 1,
  belongings: Belongings,
  tally: Tally,
): Promise<void> {
  const made = await sit(household, origin, sitting, label === 1 ? belongings : null)
  tally.troubles.push(...made.troubles)
  const { address } = household.lane
  for (const [at, { step, fromMs, toMs, wanted, done }] of made.visits.entries()) {
    tally.wanted += wanted
    tally.done += done
    const isFirst = at === 0
    tally.visits.push({ lane: address, step, fromMs, toMs, label, pair: number, isFirst })
  }
}
