import { expect, test } from 'vitest'
import { ClockWatch } from '@postern/runtime'

test('a clock is off by what a new document says, never by one that grew old', () => {
  const watch = new ClockWatch()
  expect(watch.isOff).toBe(false)
  watch.see({ number: 1, timeMs: 1_000_000 }, 1_000_500)
  expect(watch.isOff).toBe(false)
  watch.see({ number: 1, timeMs: 1_000_000 }, 9_000_000)
  expect(watch.isOff).toBe(false)
  watch.see({ number: 2, timeMs: 1_005_000 }, 1_005_000 - 600_000)
  expect(watch.isOff).toBe(true)
  watch.see({ number: 1, timeMs: 1_000_000 }, 1_000_000)
  expect(watch.isOff).toBe(true)
  watch.see({ number: 3, timeMs: 1_010_000 }, 1_010_000 + 600_000)
  expect(watch.isOff).toBe(true)
  watch.see({ number: 4, timeMs: 1_015_000 }, 1_015_000)
  expect(watch.isOff).toBe(false)
})
