import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Env } from '../../src/env.ts'
import { seededEnv } from '../../src/env-seeded.ts'
import { bernoulliExp, sampleGeometric, sampleNoise } from '../../src/roles/noise.ts'
import { suite } from './house.ts'

/** An Env whose picks are this script; asking beyond its end throws what would have been asked. */
class Asked extends Error {
  readonly below: number
  constructor(below: number) {
    super()
    this.below = below
  }
}

function scripted(script: readonly number[]): Env {
  const left = [...script]
  const pick = (below: number): number => {
    const value = left.shift()
    if (value === undefined) throw new Asked(below)
    return value
  }
  const never = (): never => {
    throw new TypeError('only uniform picks are exact')
  }
  return { nowMs: never, random: never, pick, suite }
}

/**
 * The step's exact distribution: every script of picks with its weight. Scripts below the least
 * weight are left out, and `lost` is what they weigh together.
 */
function distribution<T>(
  step: (env: Env) => T,
  least: number,
): { of: (value: T) => number; lost: number } {
  const found = new Map<T, number>()
  const explore = (script: readonly number[], weight: number): void => {
    if (weight < least) return
    const value = outcome(step, script)
    if (!(value instanceof Asked)) found.set(value, (found.get(value) ?? 0) + weight)
    else
      for (let pick = 0; pick < value.below; pick++)
        explore([...script, pick], weight / value.below)
  }
  explore([], 1)
  const sum = [...found.values()].reduce((all, weight) => all + weight, 0)
  return { of: (value) => found.get(value) ?? 0, lost: 1 - sum }
}

function outcome<T>(step: (env: Env) => T, script: readonly number[]): T | Asked {
  try {
    return step(scripted(script))
  } catch (error) {
    if (error instanceof Asked) return error
    throw error
  }
}

/** The chance lies between what was found and that with all that was lost. */
function expectChance(found: number, lost: number, chance: number): void {
  expect(found).toBeLessThanOrEqual(chance + 1e-12)
  expect(found + lost).toBeGreaterThanOrEqual(chance - 1e-12)
}

describe('exact draws (M5)', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1, 2],
    [1, 3],
    [2, 3],
    [3, 4],
  ])('Bernoulli(exp(−%i/%i)) has its chance over all scripts', (over, under) => {
    const { of, lost } = distribution((env) => bernoulliExp(env, over, under), 1e-6)
    expect(lost).toBeLessThan(2e-3)
    expectChance(of(true), lost, Math.exp(-over / under))
  })

  it.each([1, 2, 3])(
    'a geometric draw of scale %i has its distribution over all scripts',
    (scale) => {
      const { of, lost } = distribution((env) => sampleGeometric(env, scale), 2e-6)
      const ratio = Math.exp(-1 / scale)
      expect(lost).toBeLessThan(0.08)
      for (let g = 0; g < 4; g++) expectChance(of(g), lost, (1 - ratio) * ratio ** g)
    },
  )

  it('refuses a source that never stops, rather than publish what came of it', () => {
    const stuck: Env = { ...scripted([]), pick: () => 0 }
    expect(() => sampleNoise(stuck, 6, 1)).toThrow(TypeError)
  })

  it.each([
    [-1, 1],
    [0.5, 1],
    [6, 0],
    [6, 1.5],
  ])('refuses mean %d, scale %d', (mean, scale) => {
    expect(() => sampleNoise(scripted([]), mean, scale)).toThrow(TypeError)
  })
})

describe('sampleNoise', () => {
  const MEAN = 30
  const SCALE = 2
  const DRAWS = 20_000

  it('fits the discrete Laplace law: χ² over 17 classes below 39.3 (99.9 % for 16 degrees)', () => {
    const env = seededEnv('noise/chi-square', suite)
    const counts = Array.from({ length: 17 }, () => 0)
    for (let draw = 0; draw < DRAWS; draw++) {
      const place = Math.min(16, Math.max(0, sampleNoise(env, MEAN, SCALE) - MEAN + 8))
      counts[place] = (counts[place] ?? 0) + 1
    }
    const chiSquare = counts
      .map(
        (count, place) =>
          (count - DRAWS * chanceOf(place - 8)) ** 2 / (DRAWS * chanceOf(place - 8)),
      )
      .reduce((sum, term) => sum + term, 0)
    expect(chiSquare).toBeLessThan(39.3)
  })

  it('has standard’s mean and variance within four standard errors', () => {
    const env = seededEnv('noise/moments', suite)
    const draws = Array.from({ length: 4_000 }, () => sampleNoise(env, 500, 40))
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length
    const ratio = Math.exp(-1 / 40)
    const wanted = (2 * ratio) / (1 - ratio) ** 2
    expect(Math.abs(mean - 500)).toBeLessThan(4 * Math.sqrt(wanted / draws.length))
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(4 * Math.sqrt(5 / draws.length))
  })

  it('is never negative, and one seed gives one number', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(3), fc.integer({ min: 1, max: 50 }), (seed, mean, scale) => {
        const first = sampleNoise(seededEnv(seed, suite), mean, scale)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(sampleNoise(seededEnv(seed, suite), mean, scale)).toBe(first)
      }),
    )
  })

  /** P(d) = (1 − p)/(1 + p) · p^|d|; the outermost classes take the tails. */
  function chanceOf(d: number): number {
    const p = Math.exp(-1 / SCALE)
    return Math.abs(d) === 8 ? p ** 8 / (1 + p) : ((1 - p) / (1 + p)) * p ** Math.abs(d)
  }
})
