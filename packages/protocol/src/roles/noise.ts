import type { Env } from '../env.ts'

/**
 * No honest source comes near this many rounds: the most likely loop goes on with a chance of
 * 1 − 1/e, so it is passed with a chance below 10⁻¹⁹⁰. Who passes it has a broken source of chance,
 * and must not publish what came of it.
 */
const MOST_ROUNDS = 1_000

/**
 * How many noise cells of one class to add: max(0, mean + G₁ − G₂), each G geometric with ratio
 * exp(−1/scale). Sampled exactly, in integers alone (Canonne, Kamath, Steinke 2020, algorithms 1
 * and 2): the tail of a floating-point draw would tell which sums cannot occur without one cell
 * more. Drawn once a batch and never again, since a second draw cancels the first. (M5, M8)
 */
export function sampleNoise(env: Env, mean: number, scale: number): number {
  if (!Number.isSafeInteger(mean) || mean < 0) throw new TypeError(`no such mean: ${mean}`)
  if (!Number.isSafeInteger(scale) || scale < 1) throw new TypeError(`no such scale: ${scale}`)
  const above = sampleGeometric(env, scale)
  const below = sampleGeometric(env, scale)
  return Math.max(0, mean + above - below)
}

/**
 * G with P(G = g) = (1 − exp(−1/scale)) · exp(−g/scale): its remainder by `scale` is drawn uniformly
 * and kept with chance exp(−remainder/scale), its quotient counts successes of chance exp(−1).
 */
export function sampleGeometric(env: Env, scale: number): number {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const remainder = env.pick(scale)
    if (bernoulliExp(env, remainder, scale)) return remainder + scale * countSuccesses(env)
  }
  throw brokenSource()
}

function countSuccesses(env: Env): number {
  for (let successes = 0; successes < MOST_ROUNDS; successes++)
    if (!bernoulliExp(env, 1, 1)) return successes
  throw brokenSource()
}

/**
 * True with chance exp(−over/under), for 0 ≤ over ≤ under: von Neumann's way, by the parity of the
 * first k at which a draw of chance over/(under·k) fails.
 */
export function bernoulliExp(env: Env, over: number, under: number): boolean {
  for (let k = 1; k <= MOST_ROUNDS; k++) if (env.pick(under * k) >= over) return k % 2 === 1
  throw brokenSource()
}

function brokenSource(): TypeError {
  return new TypeError('the source of chance is broken')
}
