import { REHEARSAL, STANDARD } from '@postern/protocol'
import { expect, test } from 'vitest'
import { leavingPlan } from '../src/client/leaving-plan.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test('three parts in standard: the last after six hours or more, three days at a visit a day', () => {
  const plan = leavingPlan(3, 0, STANDARD)
  expect(plan).toMatchObject({ parts: 3, intervalMs: 3 * HOUR_MS, lastAfterMs: 6 * HOUR_MS })
  expect(plan?.once.firstMs).toBeCloseTo(DAY_MS)
  expect(plan?.once.lastMs).toBeCloseTo(3 * DAY_MS)
  expect(plan?.twice.firstMs).toBeCloseTo(DAY_MS / 2)
  expect(plan?.twice.lastMs).toBeGreaterThan(1.5 * DAY_MS)
  expect(plan?.twice.lastMs).toBeLessThan(2 * DAY_MS)
})

test('what waits goes first', () => {
  const plan = leavingPlan(1, 4, STANDARD)
  expect(plan?.lastAfterMs).toBe(12 * HOUR_MS)
  expect(plan?.once.firstMs).toBeCloseTo(5 * DAY_MS)
})

test('nothing to send has no plan; one part is the first and the last', () => {
  expect(leavingPlan(0, 5, REHEARSAL)).toBeNull()
  expect(leavingPlan(1, 0, REHEARSAL)?.lastAfterMs).toBe(0)
})
