import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchesDue, type DueBatch, type Firing, firingOf } from '../../src/roles/batches-due.ts'
import {
  EPOCH_GRACE_MS,
  epochSpans,
  inForce,
  MIX_KEY_AFTER_MS,
} from '../../src/roles/epoch-span.ts'
import { STANDARD } from '../../src/wire/parameters.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const label = (number: number, fromMs: number) => ({ number, fromMs, parameters: STANDARD })
const spans = epochSpans([label(5, 0), label(6, DAY_MS), label(7, 2 * DAY_MS)])
const firing = (atMs: number, readersMs: number = atMs): Firing => ({ atMs, readersMs })
const dueAt = (previous: Firing | null, now: Firing): string[] =>
  batchesDue(spans, previous, now).map(({ epoch, last }) => `${epoch}${last ? ' last' : ''}`)
const due = (previous: number | null, at: number): string[] =>
  dueAt(previous === null ? null : firing(previous), firing(at))

describe('batchesDue (M2)', () => {
  it('fires for the epoch in force, whatever came', () => {
    expect(due(null, HOUR_MS)).toEqual(['5'])
    expect(due(0, 3 * HOUR_MS)).toEqual(['5'])
  })

  it('fires for both around the boundary, and for the old one a last time', () => {
    expect(due(DAY_MS - 3 * HOUR_MS, DAY_MS)).toEqual(['5', '6'])
    expect(due(DAY_MS, DAY_MS + 5_000)).toEqual(['5', '6'])
    expect(due(DAY_MS, DAY_MS + EPOCH_GRACE_MS)).toEqual(['5 last', '6'])
    expect(due(DAY_MS + EPOCH_GRACE_MS, DAY_MS + EPOCH_GRACE_MS + 5_000)).toEqual(['6'])
  })

  it('makes the last batch late after sleeping through it, and not without its key', () => {
    expect(due(DAY_MS - HOUR_MS, DAY_MS + 11 * HOUR_MS)).toEqual(['5 last', '6'])
    expect(due(DAY_MS - HOUR_MS, DAY_MS + MIX_KEY_AFTER_MS)).toEqual(['6'])
  })

  it('closes by the time that readers are told, so a clock ahead of it closes nothing early', () => {
    const ahead = 10 * 60_000
    const at = (ms: number): Firing => firing(DAY_MS + ms + ahead, DAY_MS + ms)
    expect(dueAt(at(-5_000), at(0))).toEqual(['5', '6'])
    expect(dueAt(at(295_000), at(300_000))).toEqual(['5', '6'])
    expect(dueAt(at(595_000), at(EPOCH_GRACE_MS))).toEqual(['5 last', '6'])
    expect(dueAt(at(EPOCH_GRACE_MS), at(EPOCH_GRACE_MS + 5_000))).toEqual(['6'])
  })

  it('holds no epoch open beyond its key, though readers are told an old time for ever', () => {
    const stale = (at: number): Firing => firing(at, DAY_MS - HOUR_MS)
    expect(dueAt(stale(DAY_MS + HOUR_MS), stale(DAY_MS + 2 * HOUR_MS))).toEqual(['5', '6'])
    const keyGone = DAY_MS + MIX_KEY_AFTER_MS
    expect(dueAt(stale(keyGone - 5_000), stale(keyGone))).toEqual(['6'])
  })

  it('gives each epoch exactly one last batch, whenever the mix sleeps for less than the key lives', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 11 * 60 }), { minLength: 60, maxLength: 80 })
    fc.assert(
      fc.property(pauses, (minutes) => {
        const times = minutes.reduce<number[]>(
          (all, m) => [...all, (all.at(-1) ?? 0) + m * 60_000],
          [],
        )
        const all = times.flatMap((at, n) => due(times[n - 1] ?? null, at))
        const lasts = all.filter((one) => one === '5 last').length
        expect(lasts).toBe((times.at(-1) ?? 0) >= DAY_MS + EPOCH_GRACE_MS ? 1 : 0)
      }),
    )
  })

  it('goes on beyond an epoch’s length while no successor is known, as long as its key', () => {
    const alone = epochSpans([label(5, 0)])
    const after = (ms: number): DueBatch[] => batchesDue(alone, firing(DAY_MS), firing(DAY_MS + ms))
    expect(after(HOUR_MS)).toEqual([{ epoch: 5, last: false }])
    expect(after(MIX_KEY_AFTER_MS)).toEqual([])
  })

  it('stands on multiples of the interval', () => {
    expect(firingOf(3 * HOUR_MS, 7 * HOUR_MS + 1)).toBe(6 * HOUR_MS)
  })
})

describe('inForce (B1)', () => {
  it('is the highest number that has begun, though a lower one begins later', () => {
    const labels = [label(5, 0), label(7, HOUR_MS), label(6, DAY_MS)]
    expect(inForce(labels, 2 * DAY_MS)?.number).toBe(7)
    expect(inForce(labels, HOUR_MS - 1)?.number).toBe(5)
    expect(inForce(labels, -1)).toBeNull()
  })

  it('lets a successor that starts early end the one before it', () => {
    const [first] = epochSpans([label(5, 0), label(6, HOUR_MS)])
    expect(first).toEqual({ number: 5, fromMs: 0, supersededMs: HOUR_MS, endMs: HOUR_MS })
  })
})
