import { describe, expect, it } from 'vitest'
import { bestAdvantage, logChance } from '../src/collusion/noise-table.ts'
import { advantageOf, playRounds } from '../src/measure/advantage.ts'
import { exactInterval, lowerTail } from '../src/measure/binomial.ts'
import { permutationBound, rankCorrelation } from '../src/order/rank-correlation.ts'
import { seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'

describe('exactInterval', () => {
  it('gives the textbook interval of 8 in 10 at 95 %', () => {
    const { low, high } = exactInterval(8, 10, 0.05)
    expect(low).toBeCloseTo(0.4439, 4)
    expect(high).toBeCloseTo(0.9748, 4)
  })

  it('gives the rule of three at none in 100', () => {
    expect(exactInterval(0, 100, 0.05)).toEqual({ low: 0, high: expect.closeTo(0.0362, 4) })
  })

  it('sums a tail that is known', () => {
    expect(lowerTail(1, 3, 0.5)).toBeCloseTo(0.5, 12)
    expect(lowerTail(50_000, 100_000, 0.5)).toBeCloseTo(0.5013, 4)
  })
})

describe('advantage', () => {
  it('passes a true nothing within 0.02 at 100,000 rounds', () => {
    expect(advantageOf(50_000, 100_000).high).toBeLessThan(0.02)
    expect(advantageOf(50_000, 100_000).low).toBe(0)
  })

  it('counts an adversary that is always wrong as one that knows', () => {
    expect(advantageOf(0, 1_000).value).toBe(1)
  })

  it('finds a bit that stands in the view, and none where there is none', () => {
    const env = seededEnv('advantage', portableSuite)
    const telling = { world: (_: unknown, bit: 0 | 1) => bit, guess: (view: 0 | 1) => view }
    const silent = { world: () => 0 as const, guess: () => 0 as const }
    expect(playRounds(env, 500, telling).value).toBe(1)
    expect(playRounds(env, 500, silent).low).toBe(0)
  })
})

describe('the noise table', () => {
  it('sums to one, with what falls below zero gathered there', () => {
    let sum = 0
    for (let count = 0; count <= 200; count++)
      sum += Math.exp(logChance({ mean: 6, scale: 2 }, count))
    expect(sum).toBeCloseTo(1, 12)
  })

  it('has the optimum that the theorem states, whether one class is counted or two', () => {
    expect(bestAdvantage(2, 1, 1, 1)).toBeCloseTo(Math.tanh(1 / 4), 9)
    expect(bestAdvantage(2, 1, 1, 2)).toBeCloseTo(Math.tanh(1 / 4), 9)
    expect(bestAdvantage(40, 1, 1, 2)).toBeCloseTo(0.0125, 4)
  })
})

describe('rank correlation', () => {
  it('is one in order, minus one in reverse', () => {
    expect(rankCorrelation([0, 1, 2, 3])).toBe(1)
    expect(rankCorrelation([3, 2, 1, 0])).toBe(-1)
  })

  it('narrows with the number of batches', () => {
    expect(permutationBound(60, 400)).toBeCloseTo(0.01677, 4)
  })
})
