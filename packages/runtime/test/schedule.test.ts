import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLog, schedule, type Log } from '@postern/runtime'

beforeEach(() => void vi.useFakeTimers({ now: 10_300 }))
afterEach(() => void vi.useRealTimers())

const clock = { nowMs: () => Date.now() }

function silentLog(): Log {
  return createLog('mix-1', () => undefined)
}

/** The clock's readings at which the task ran. */
function recorder(nowMs: () => number): { ranAt: number[]; task: () => Promise<void> } {
  const ranAt: number[] = []
  return { ranAt, task: async () => void ranAt.push(nowMs()) }
}

test('ticks at multiples of the interval, whenever it was started', async () => {
  const { ranAt, task } = recorder(clock.nowMs)
  const running = schedule(clock, { intervalMs: 5_000, log: silentLog() }, task)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(ranAt).toEqual([15_000, 20_000, 25_000])
  await running.stop()
})

test('says a full disk once, and again only when there was room in between', async () => {
  const lines: string[] = []
  const log = createLog('mix-1', (line) => lines.push(line))
  const full = Object.assign(new Error('marked-words'), { code: 'ENOSPC' })
  const sqlite = Object.assign(new Error('marked-words'), { errcode: 13 })
  const fates = [full, sqlite, null, new Error('marked-words'), full]
  const running = schedule(clock, { intervalMs: 5_000, log }, async () => {
    const fate = fates.shift() ?? null
    if (fate !== null) throw fate
  })
  const said: number[] = []
  for (let tick = 0; tick < 6; tick++) {
    await vi.advanceTimersByTimeAsync(5_000)
    said.push(lines.length)
  }
  expect(said).toEqual([1, 1, 1, 1, 2, 2])
  expect(new Set(lines).size).toBe(1)
  expect(lines[0]).toContain('"code":"disk-full","sentence":"The disk is full')
  await running.stop()
})

test('honours the phase', async () => {
  const { ranAt, task } = recorder(clock.nowMs)
  const running = schedule(clock, { intervalMs: 5_000, phaseMs: 1_000, log: silentLog() }, task)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ranAt).toEqual([11_000, 16_000])
  await running.stop()
})

test('honours the offset of its clock', async () => {
  const ahead = { nowMs: () => Date.now() + 4_000 }
  const { ranAt, task } = recorder(ahead.nowMs)
  const running = schedule(ahead, { intervalMs: 5_000, log: silentLog() }, task)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ranAt).toEqual([15_000, 20_000])
  await running.stop()
})

test('never runs twice at once, and leaves out what passed meanwhile', async () => {
  let running = 0
  let most = 0
  let runs = 0
  const slow = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 12_000))
    running--
    runs++
  }
  const ticking = schedule(clock, { intervalMs: 5_000, log: silentLog() }, slow)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(most).toBe(1)
  expect(runs).toBe(3)
  const stopped = ticking.stop()
  await vi.advanceTimersByTimeAsync(12_000)
  await stopped
})

test('an error is counted, and the next tick comes', async () => {
  const log = silentLog()
  let runs = 0
  const failing = async (): Promise<void> => {
    runs++
    throw new Error('no')
  }
  const running = schedule(clock, { intervalMs: 5_000, log }, failing)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(runs).toBe(4)
  expect(log.totals()).toEqual({ 'task-failed': 4 })
  await running.stop()
})

test('a task that throws before it awaits is counted, too', async () => {
  const log = silentLog()
  const running = schedule(clock, { intervalMs: 5_000, log }, () => {
    throw new Error('no')
  })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(log.totals()).toEqual({ 'task-failed': 2 })
  await running.stop()
})

test('goes on when the clock is set back, and ticks once when it leaps ahead', async () => {
  let offsetMs = 0
  const set = { nowMs: () => Date.now() + offsetMs }
  const { ranAt, task } = recorder(set.nowMs)
  const running = schedule(set, { intervalMs: 5_000, log: silentLog() }, task)
  await vi.advanceTimersByTimeAsync(5_000)
  offsetMs = -3_600_000
  await vi.advanceTimersByTimeAsync(10_000)
  expect(ranAt.length).toBe(3)
  offsetMs = 86_400_000
  await vi.advanceTimersByTimeAsync(5_000)
  expect(ranAt.length).toBe(4)
  await running.stop()
})

test('a timer that fires a little early by the clock does not tick twice', async () => {
  const startMs = Date.now()
  const slow = { nowMs: () => startMs + Math.floor((Date.now() - startMs) * 0.998) }
  const { ranAt, task } = recorder(slow.nowMs)
  const running = schedule(slow, { intervalMs: 5_000, log: silentLog() }, task)
  await vi.advanceTimersByTimeAsync(50_000)
  expect(ranAt.map((atMs) => Math.floor(atMs / 5_000))).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  await running.stop()
})

test('sees a leap of the clock long before a distant tick', async () => {
  let offsetMs = 0
  const set = { nowMs: () => Date.now() + offsetMs }
  const { ranAt, task } = recorder(set.nowMs)
  const running = schedule(set, { intervalMs: 86_400_000, log: silentLog() }, task)
  offsetMs = 2 * 86_400_000
  await vi.advanceTimersByTimeAsync(30_000)
  expect(ranAt.length).toBe(1)
  await running.stop()
})

test('stop waits for the task under way, and nothing comes after it', async () => {
  let ended = false
  let runs = 0
  const slow = async (): Promise<void> => {
    runs++
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    ended = true
  }
  const running = schedule(clock, { intervalMs: 5_000, log: silentLog() }, slow)
  await vi.advanceTimersByTimeAsync(5_000)
  const stopped = running.stop().then(() => ended)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await stopped).toBe(true)
  expect(runs).toBe(1)
})

test('refuses an interval that is none', () => {
  for (const intervalMs of [0, -1, Number.NaN]) {
    const start = (): unknown => schedule(clock, { intervalMs, log: silentLog() }, async () => {})
    expect(start).toThrow(TypeError)
  }
})
