import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/bytes/hex.ts'
import { seededEnv } from '../../src/env-seeded.ts'
import { closedDay, dayFile, intervalsDue, nextDrop } from '../../src/roles/drop-step.ts'
import { decodeDrop, type Drop } from '../../src/wire/drop.ts'
import { REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import { DAY_FILE_BYTES, RECENT_DROP_BYTES } from '../../src/wire/sizes.ts'
import { decodeTray, trayBytes } from '../../src/wire/tray.ts'
import { codeOf, suite } from './house.ts'

const env = seededEnv('drop-step', suite)
const HOUR_MS = 3_600_000
const columns = [STANDARD, REHEARSAL]

describe('nextDrop (R3)', () => {
  it.each(columns)('is random at first, and of its one size', (parameters) => {
    const first = nextDrop(env, parameters, null, null)
    expect(first.length).toBe(RECENT_DROP_BYTES)
    const [one, other] = [first, nextDrop(env, parameters, null, null)].map((drop) =>
      decodeDrop(drop),
    )
    expect(new Set([...(one?.slots ?? []), ...(other?.slots ?? [])].map(toHex)).size).toBe(384)
    expect(one?.receipts[0]).not.toEqual(other?.receipts[0])
  })

  it.each(columns)(
    'has exactly the set number of new slots and receipts, newest last',
    (parameters) => {
      const { newSlots, newReceipts } = parameters
      const before = nextDrop(env, parameters, null, null)
      const tray = env.random(trayBytes(parameters))
      const [old, fresh]: [Drop, Drop] = [
        decodeDrop(before),
        decodeDrop(nextDrop(env, parameters, before, tray)),
      ]
      const { slots, receipts } = decodeTray(parameters, tray)
      expect(fresh.slots).toEqual([...old.slots.slice(newSlots), ...slots])
      expect(fresh.receipts).toEqual([...old.receipts.slice(newReceipts), ...receipts])
    },
  )

  it.each(columns)(
    'puts random bytes for a missing tray, and for one of another size',
    (parameters) => {
      const before = nextDrop(env, parameters, null, null)
      const short = new Uint8Array(trayBytes(parameters) - 1)
      const drops = [null, null, short, new Uint8Array(0)].map((tray) =>
        nextDrop(env, parameters, before, tray),
      )
      const newest = drops.map((drop) => decodeDrop(drop).slots.at(-1)?.toHex())
      expect(new Set(newest).size).toBe(4)
      expect(newest).not.toContain('00'.repeat(1_024))
      for (const drop of drops) {
        const { newSlots } = parameters
        expect(decodeDrop(drop).slots.slice(0, -newSlots)).toEqual(
          decodeDrop(before).slots.slice(newSlots),
        )
      }
    },
  )

  it('draws as much chance with a tray as without one', () => {
    const drawn = (tray: Uint8Array | null): number => {
      let bytes = 0
      const random = (length: number): Uint8Array => {
        bytes += length
        return env.random(length)
      }
      nextDrop({ ...env, random }, STANDARD, new Uint8Array(RECENT_DROP_BYTES), tray)
      return bytes
    }
    expect(drawn(env.random(trayBytes(STANDARD)))).toBe(drawn(null))
  })

  it('refuses a previous drop that is none', () => {
    expect(codeOf(() => nextDrop(env, STANDARD, new Uint8Array(3), null))).toBe('bad-drop')
    expect(codeOf(() => dayFile(new Uint8Array(3)))).toBe('bad-drop')
  })
})

describe('days (R4)', () => {
  it.each(columns)('close with the 192 slots of their own intervals', (parameters) => {
    const perDay = 192 / parameters.newSlots
    const handed: Uint8Array[] = []
    let drop: Uint8Array | null = null
    for (let interval = 3 * perDay; interval < 4 * perDay; interval++) {
      const tray = env.random(trayBytes(parameters))
      handed.push(...decodeTray(parameters, tray).slots)
      drop = nextDrop(env, parameters, drop, tray)
      expect(closedDay(parameters, interval)).toBe(interval === 4 * perDay - 1 ? 3 : null)
    }
    const file = dayFile(drop ?? new Uint8Array(0))
    expect(file.length).toBe(DAY_FILE_BYTES)
    expect(file.toHex()).toBe(handed.map((slot) => slot.toHex()).join(''))
  })
})

describe('intervalsDue', () => {
  it('is this interval at first, nothing when it is made, and each one once', () => {
    expect(intervalsDue(STANDARD, null, 100 * HOUR_MS)).toEqual([100])
    expect(intervalsDue(STANDARD, 100, 100 * HOUR_MS + 1)).toEqual([])
    expect(intervalsDue(STANDARD, 100, 103 * HOUR_MS)).toEqual([101, 102, 103])
    expect(intervalsDue(STANDARD, 104, 103 * HOUR_MS)).toEqual([])
  })

  it.each(columns)('is bounded after any silence, and starts where a day does', (parameters) => {
    const { dropIntervalMs, dayFiles, newSlots } = parameters
    const perDay = 192 / newSlots
    fc.assert(
      fc.property(fc.nat(100 * 24 * HOUR_MS), (silenceMs) => {
        const last = 10_000_000
        const due = intervalsDue(parameters, last, last * dropIntervalMs + silenceMs)
        expect(due.length).toBeLessThanOrEqual((dayFiles + 1) * perDay)
        if (due[0] !== undefined && due[0] !== last + 1) expect(due[0] % perDay).toBe(0)
        expect(due.at(-1) ?? last).toBe(last + Math.floor(silenceMs / dropIntervalMs))
      }),
    )
  })
})
