import { type Advantage, advantageOf } from '@postern/games'
import type { Env } from '@postern/protocol'
import type { Captured } from './captured.ts'
import { type Example, Forest } from './forest.ts'

/** What a trained classifier came to on visits that it was not trained on. */
export interface Verdict {
  readonly trained: number
  readonly tested: number
  readonly right: number
  readonly advantage: Advantage
  /** Sittings told right by all their visits together. */
  readonly sittings: { readonly tested: number; readonly right: number }
  /** The most telling traits first, with their share of all that told. */
  readonly telling: readonly { readonly trait: string; readonly share: number }[]
}

const TELLING = 8

/**
 * Trains on the visits of one half of the pairs and is tested on the other half, then the other way
 * round, so that every visit is tested once by a forest that never saw its pair.
 */
export function classify(env: Env, visits: readonly Captured[]): Verdict {
  const halves = [0, 1].map((half) => visits.filter(({ pair }) => pair % 2 === half))
  const forests = halves.map((half) => Forest.train(env, half.map(exampleOf)))
  const scored = visits.map((visit) => {
    const forest = forests[1 - (visit.pair % 2)]
    return { visit, score: forest?.score(exampleOf(visit).features) ?? 0.5 }
  })
  const right = scored.filter(({ visit, score }) => isRight(visit, score)).length
  return {
    trained: halves[0]?.length ?? 0,
    tested: visits.length,
    right,
    advantage: advantageOf(right, visits.length),
    sittings: wholeSittings(scored),
    telling: tellingTraits(visits[0], forests),
  }
}

interface Scored {
  readonly visit: Captured
  readonly score: number
}

function isRight({ label }: Captured, score: number): boolean {
  return score > 0.5 === (label === 1)
}

function wholeSittings(scored: readonly Scored[]): Verdict['sittings'] {
  const sittings = Map.groupBy(scored, ({ visit }) => 2 * visit.pair + visit.label)
  const right = [...sittings.values()].filter((visits) => {
    const mean = visits.reduce((sum, { score }) => sum + score, 0) / visits.length
    const [first] = visits
    return first !== undefined && isRight(first.visit, mean)
  })
  return { tested: sittings.size, right: right.length }
}

function exampleOf({ traits, label }: Captured): Example {
  return { features: Float64Array.from(traits, ({ value }) => value), label }
}

function tellingTraits(
  visit: Captured | undefined,
  forests: readonly Forest[],
): Verdict['telling'] {
  const gains = (visit?.traits ?? []).map(({ name }, at) => ({
    trait: name,
    gain: forests.reduce((sum, { importance }) => sum + (importance[at] ?? 0), 0),
  }))
  const all = gains.reduce((sum, { gain }) => sum + gain, 0)
  return gains
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, TELLING)
    .map(({ trait, gain }) => ({ trait, share: Math.round((1_000 * gain) / all) / 1_000 }))
}
