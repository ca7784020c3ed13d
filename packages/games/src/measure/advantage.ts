import type { Env } from '@postern/protocol'
import { exactInterval, type Interval } from './binomial.ts'

/** Every interval of the games is an exact one of this level (threat model: 99 %). */
const ALPHA = 0.01

/** Two worlds that differ in one bit, and an adversary who looks at the view. */
export interface BitGame<View> {
  world(env: Env, bit: 0 | 1): View
  guess(view: View, env: Env): 0 | 1
}

/** What an adversary won: |2·Pr[right] − 1|, with its exact interval. */
export interface Advantage extends Interval {
  readonly rounds: number
  readonly value: number
}

/** Plays the fixed number of rounds; the bit of each is drawn anew. */
export function playRounds<View>(env: Env, rounds: number, game: BitGame<View>): Advantage {
  let right = 0
  for (let round = 0; round < rounds; round++) {
    const bit = env.pick(2) === 1 ? 1 : 0
    if (game.guess(game.world(env, bit), env) === bit) right++
  }
  return advantageOf(right, rounds)
}

/** The interval of the advantage: the proportion's, folded at one half. */
export function advantageOf(right: number, rounds: number): Advantage {
  const { low, high } = exactInterval(right, rounds, ALPHA)
  const [a, b] = [2 * low - 1, 2 * high - 1]
  const straddles = a < 0 && b > 0
  return {
    rounds,
    value: Math.abs((2 * right) / rounds - 1),
    low: straddles ? 0 : Math.min(Math.abs(a), Math.abs(b)),
    high: Math.max(Math.abs(a), Math.abs(b)),
  }
}

export function describeAdvantage({ value, low, high, rounds }: Advantage): string {
  const figures = [value, low, high].map((figure) => figure.toFixed(4))
  return `advantage ${figures[0]}, 99 % interval ${figures[1]} to ${figures[2]}, ${rounds} rounds`
}
