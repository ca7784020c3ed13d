import { type Env, seededEnv, shuffle } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import type { Finding, Form, Game } from '../game.ts'
import { permutationBound, rankCorrelation } from './rank-correlation.ts'

const BATCHES: Record<Form, number> = { short: 400, long: 20_000 }
const ITEMS = 60

type Order = <T>(env: Env, items: readonly T[]) => T[]

/** One mix's input and output order. (threat model: `order`) */
export const order: Game = {
  name: 'order',
  *play(seed, form) {
    yield finding('as built', seed, BATCHES[form], shuffle, (outside) => !outside)
    yield finding('no shuffle', seed, BATCHES[form], unshuffled, (outside) => outside)
    yield finding('one item swapped', seed, BATCHES[form], lastSwapped, (outside) => outside)
  },
}

function finding(
  system: string,
  seed: string,
  batches: number,
  reorder: Order,
  wanted: (outside: boolean) => boolean,
): Finding {
  const env = seededEnv(`${seed} ${system}`, portableSuite)
  const mean = meanCorrelation(env, batches, reorder)
  const bound = permutationBound(ITEMS, batches)
  const line = `mean rank correlation ${mean.toFixed(4)}; 99 % of permutations within ±${bound.toFixed(4)}, ${batches} batches of ${ITEMS}`
  return { system, line, asWanted: wanted(Math.abs(mean) > bound) }
}

function meanCorrelation(env: Env, batches: number, reorder: Order): number {
  const places = Array.from({ length: ITEMS }, (_, at) => at)
  let sum = 0
  for (let batch = 0; batch < batches; batch++) sum += rankCorrelation(reorder(env, places))
  return sum / batches
}

const unshuffled: Order = (_env, items) => [...items]

/** A shuffle that stops after one step. */
const lastSwapped: Order = (env, items) => {
  const at = env.pick(items.length)
  return [...items.slice(0, at), ...items.slice(at + 1), ...items.slice(at, at + 1)]
}
