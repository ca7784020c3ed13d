import type { Household } from './ground.ts'
import { tlsRecords } from './tls-records.ts'
import type { Step } from './script.ts'
import { type Trait, traitsOf } from './traits.ts'

/** A page view as it is known beside the line: where and when, and whose. */
export interface Labelled {
  readonly lane: string
  readonly fromMs: number
  readonly toMs: number
  readonly step: Step
  /** 1: of a source. */
  readonly label: 0 | 1
  /** Two sittings on one script, one of each kind, have one number. */
  readonly pair: number
  /** Of its sitting: in a fresh profile. */
  readonly isFirst: boolean
}

/** The same, with what the line showed. */
export interface Captured extends Labelled {
  readonly traits: readonly Trait[]
}

const STEPS: readonly Step[] = ['load', 'reload', 'follow', 'language', 'back', 'hidden', 'away']

/** Ends every capture and cuts it into page views. */
export async function cutCaptures(
  households: readonly Household[],
  visits: readonly Labelled[],
): Promise<Captured[]> {
  const captured: Captured[] = []
  for (const { lane } of households) {
    const packets = await lane.packets()
    const records = tlsRecords(packets)
    for (const visit of visits.filter((one) => one.lane === lane.address)) {
      const within = ({ at }: { readonly at: number }): boolean =>
        at * 1_000 >= visit.fromMs && at * 1_000 < visit.toMs
      const view = { packets: packets.filter(within), records: records.filter(within) }
      captured.push({ ...visit, traits: [...stepTraits(visit), ...traitsOf(view)] })
    }
  }
  return captured
}

/** How the view began is plain to see, so the classifier may use it; and so is how long it lasted. */
function stepTraits({ step, fromMs, toMs }: Labelled): Trait[] {
  return [
    ...STEPS.map((one) => ({ name: `step ${one}`, value: one === step ? 1 : 0 })),
    { name: 'milliseconds of the view', value: toMs - fromMs },
  ]
}
