import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Beat } from '../src/page/beat.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** How long after the page was ready `at` resolves, when it is asked so long after it. */
async function resolvesAt(askedMs: number, afterMs: number): Promise<number> {
  const readyMs = 1_000
  let nowMs = readyMs + askedMs
  const beat = new Beat(readyMs, () => nowMs)
  const began = Date.now()
  await Promise.all([beat.at(afterMs), vi.runAllTimersAsync()])
  nowMs += Date.now() - began
  return nowMs - readyMs
}

test.each([
  [0, 100, 100],
  [37, 100, 100],
  [100, 100, 100],
  [101, 100, 150],
  [149, 100, 150],
  [3, 1_050, 1_050],
  [1_204, 1_050, 1_250],
])('asked %i ms after the page, for %i ms, it comes at %i ms', async (asked, after, comes) => {
  expect(await resolvesAt(asked, after)).toBe(comes)
})
