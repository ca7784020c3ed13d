import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededEnv } from '../../src/env-seeded.ts'
import { shuffle } from '../../src/roles/shuffle.ts'
import { suite } from './house.ts'

describe('shuffle (M6)', () => {
  it('keeps every item, and leaves the input as it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat()), (seed, items) => {
        const before = [...items]
        const after = shuffle(seededEnv(seed, suite), items)
        expect(items).toEqual(before)
        expect(after.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b))
      }),
    )
  })

  it('gives each of 24 orders its share: χ² below 49.7 (99.9 % for 23 degrees)', () => {
    const env = seededEnv('shuffle/orders', suite)
    const counts = new Map<string, number>()
    for (let round = 0; round < 12_000; round++) {
      const order = shuffle(env, ['a', 'b', 'c', 'd']).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 500) ** 2 / 500, 0)
    expect(chiSquare).toBeLessThan(49.7)
  })

  it('takes each order from exactly one script of picks', () => {
    const orders = new Set<string>()
    for (let first = 0; first < 3; first++)
      for (let second = 0; second < 2; second++) {
        const script = [first, second]
        const env = { ...seededEnv('', suite), pick: () => script.shift() ?? 0 }
        orders.add(shuffle(env, ['a', 'b', 'c']).join(''))
      }
    expect(orders.size).toBe(6)
  })
})
