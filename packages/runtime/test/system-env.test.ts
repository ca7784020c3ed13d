import { expect, test } from 'vitest'
import { nativeSuite, systemEnv } from '@postern/runtime'

test('its clock is the system’s, moved by the offset', () => {
  const [env, moved] = [systemEnv(), systemEnv({ offsetMs: 86_400_000 })]
  const before = Date.now()
  const [now, later] = [env.nowMs(), moved.nowMs()]
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
  expect(later - now).toBeGreaterThanOrEqual(86_400_000)
  expect(later - now).toBeLessThan(86_400_000 + 60_000)
})

test('its bytes are as many as asked for, plain, and never the same twice', () => {
  const env = systemEnv()
  expect(env.random(0)).toEqual(new Uint8Array(0))
  const draws = Array.from({ length: 100 }, () => env.random(32))
  expect(new Set(draws.map((draw) => Buffer.from(draw).toString('hex'))).size).toBe(100)
  expect(draws.every((draw) => draw.constructor === Uint8Array)).toBe(true)
})

test('it picks every value below the bound and none beyond', () => {
  const env = systemEnv()
  const seen = new Set(Array.from({ length: 2_000 }, () => env.pick(7)))
  expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(env.pick(1)).toBe(0)
  expect(env.pick(Number.MAX_SAFE_INTEGER)).toBeLessThan(Number.MAX_SAFE_INTEGER)
  for (const below of [0, -1, 1.5, Number.NaN]) expect(() => env.pick(below)).toThrow(TypeError)
})

test('its suite is the native one', () => {
  expect(systemEnv().suite).toBe(nativeSuite)
})
