import type { Env } from '../env.ts'
import { BATCH_MOST_NOISE } from '../wire/batch.ts'
import type { Inner } from '../wire/inner.ts'
import { sealInner } from '../wire/layer.ts'
import type { Parameters } from '../wire/parameters.ts'
import type { Statement } from '../wire/statement.ts'
import { type CellPick, sealPick, sealPickedEnvelope, throwAwayPick } from './cell-pick.ts'
import type { MixRole } from './mix-step.ts'
import { sampleNoise } from './noise.ts'

/** How many noise items of each class a mix adds to one batch. Never logged. */
export interface NoiseCounts {
  readonly real: number
  readonly cover: number
}

/**
 * Draws a batch's noise: both classes at mix 1, the real class alone at mix 2. The shell stores what
 * it gave before anything of the batch is seen, and never draws again. TypeError when it is more
 * than a batch has room for, which no honest source of chance comes to. (M5, M8)
 */
export function drawNoise(env: Env, role: MixRole, parameters: Parameters): NoiseCounts {
  const { noiseMean, noiseScale } = parameters
  const real = sampleNoise(env, noiseMean, noiseScale)
  const cover = role === 'mix-1' ? sampleNoise(env, noiseMean, noiseScale) : 0
  if (real + cover > BATCH_MOST_NOISE) throw new TypeError('the source of chance is broken')
  return { real, cover }
}

/**
 * The noise itself, made as a reader makes cells, with envelopes to throw-away keys: layer-2 items
 * from mix 1, envelopes from mix 2. Real first; the shuffle follows. (M5, M6)
 */
export function makeNoiseItems(
  env: Env,
  role: MixRole,
  statement: Statement,
  counts: NoiseCounts,
): Uint8Array[] {
  const kinds: Inner['kind'][] = [
    ...repeated('real', counts.real),
    ...repeated('cover', counts.cover),
  ]
  const seal = role === 'mix-1' ? sealNoiseLayer2 : sealPickedEnvelope
  return kinds.map((kind) => seal(env, statement, { ...throwAwayPick(env), kind }))
}

function sealNoiseLayer2(env: Env, statement: Statement, pick: CellPick): Uint8Array {
  const inner = sealPick(env, statement, pick)
  return sealInner(env, statement.mixKeys[1], statement.hash, inner)
}

function repeated(kind: Inner['kind'], times: number): Inner['kind'][] {
  return Array.from({ length: times }, () => kind)
}
