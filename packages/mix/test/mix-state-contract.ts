import { describe, expect, test } from 'vitest'
import type { BatchCommit, MixState } from '../src/mix-state.ts'

const key = (first: number): Uint8Array => new Uint8Array(32).fill(first)

function batch(number: number, changes: Partial<BatchCommit> = {}): BatchCommit {
  return {
    number,
    epoch: 1,
    firingMs: 5_000 * number,
    headerHash: key(number),
    fileHash: key(100 + number),
    in: 3,
    refused: 1,
    out: 14,
    opened: [key(10 * number), key(10 * number + 1)],
    inputNext: 3 * number,
    day: 20_000,
    ...changes,
  }
}

/** What every MixState must do; `make` gives an empty one. */
export function mixStateContract(kind: string, make: () => Promise<MixState>): void {
  describe(`${kind} keeps the contract of MixState`, () => {
    test('begins with nothing', async () => {
      const state = await make()
      expect(await state.lastBatch()).toBeNull()
      expect(await state.lastFiringMs(1e15)).toBeNull()
      expect(await state.inputNext(1)).toBe(0)
      expect(await state.signature(1)).toBeNull()
      expect(await state.isRetired(1)).toBe(false)
      expect(await state.dayCounts(9)).toEqual([])
      await state.close()
    })

    test('commits all of a batch together', async () => {
      const state = await make()
      await state.keepNoise(1, { real: 7, cover: 5 })
      await state.commit(batch(1))
      const { opened: _opened, inputNext: _next, day: _day, ...record } = batch(1)
      expect(await state.lastBatch()).toEqual(record)
      expect(await state.batch(1)).toEqual(record)
      expect(await state.inputNext(1)).toBe(3)
      expect(await state.seen(1, [key(10), key(99), key(11)])).toEqual([true, false, true])
      expect(await state.seen(2, [key(10)])).toEqual([false])
      expect(await state.keepNoise(1, { real: 1, cover: 1 })).toEqual({ real: 1, cover: 1 })
      await state.close()
    })

    test('commits nothing of a batch that cannot stand', async () => {
      const state = await make()
      await state.commit(batch(1))
      await expect(state.commit(batch(2, { opened: [key(50), key(10)] }))).rejects.toThrow()
      await expect(state.commit(batch(3))).rejects.toThrow(TypeError)
      await expect(state.commit(batch(1))).rejects.toThrow()
      expect((await state.lastBatch())?.number).toBe(1)
      expect(await state.seen(1, [key(50)])).toEqual([false])
      expect(await state.inputNext(1)).toBe(3)
      expect(await state.dayCounts(9)).toEqual([{ day: 20_000, in: 3, refused: 1, out: 14 }])
      await state.commit(batch(2))
      await state.close()
    })

    test('remembers firings and their epochs', async () => {
      const state = await make()
      await state.commit(batch(1, { firingMs: 5_000 }))
      await state.commit(batch(2, { firingMs: 10_000, epoch: 1 }))
      await state.commit(batch(3, { firingMs: 10_000, epoch: 2 }))
      expect(await state.epochsFiredAt(10_000)).toEqual([1, 2])
      expect(await state.epochsFiredAt(15_000)).toEqual([])
      expect(await state.lastFiringMs(9_999)).toBe(5_000)
      expect(await state.lastFiringMs(10_000)).toBe(10_000)
      await state.close()
    })

    test('keeps the first header, noise and signature under a number', async () => {
      const state = await make()
      expect(await state.admitInput(4, key(1))).toEqual(key(1))
      expect(await state.admitInput(4, key(2))).toEqual(key(1))
      expect(await state.admittedInput(4)).toEqual(key(1))
      expect(await state.admittedInput(5)).toBeNull()
      expect(await state.keepNoise(1, { real: 7, cover: 0 })).toEqual({ real: 7, cover: 0 })
      expect(await state.keepNoise(1, { real: 8, cover: 9 })).toEqual({ real: 7, cover: 0 })
      const signed = { number: 6, payloadHash: key(1), signature: new Uint8Array(64).fill(1) }
      expect(await state.keepSignature(signed)).toEqual(signed)
      expect(await state.keepSignature({ ...signed, payloadHash: key(2) })).toEqual(signed)
      expect(await state.signatureNumbers(6)).toEqual([6])
      expect(await state.signatureNumbers(7)).toEqual([])
      await state.close()
    })

    test('retires an epoch with its replay set, and no other', async () => {
      const state = await make()
      await state.commit(batch(1))
      await state.commit(batch(2, { epoch: 2 }))
      await state.retireEpoch(1)
      await state.retireEpoch(1)
      expect([await state.isRetired(1), await state.isRetired(2)]).toEqual([true, false])
      expect(await state.seen(1, [key(10)])).toEqual([false])
      expect(await state.seen(2, [key(20)])).toEqual([true])
      expect([await state.inputNext(1), await state.inputNext(2)]).toEqual([0, 6])
      await state.close()
    })

    test('starts over above a floor, and forgets what was opened but not what was signed', async () => {
      const state = await make()
      expect(await state.floor()).toEqual({ batch: 0, batchSeen: 0, epoch: 0 })
      await state.commit(batch(1))
      await state.admitInput(4, key(1))
      await state.keepNoise(2, { real: 7, cover: 0 })
      const signed = { number: 1, payloadHash: key(1), signature: new Uint8Array(64).fill(1) }
      await state.keepSignature(signed)
      const floor = { batch: 40, batchSeen: 41, epoch: 3 }
      await state.startOver(floor)
      expect(await state.floor()).toEqual(floor)
      expect(await state.lastBatch()).toBeNull()
      expect(await state.lastFiringMs(1e15)).toBeNull()
      expect(await state.admittedInput(4)).toBeNull()
      expect(await state.inputNext(1)).toBe(0)
      expect(await state.keepNoise(2, { real: 1, cover: 0 })).toEqual({ real: 1, cover: 0 })
      expect(await Promise.all([1, 3, 4].map((n) => state.isRetired(n)))).toEqual([
        true,
        true,
        false,
      ])
      expect(await state.signature(1)).toEqual(signed)
      expect(await state.dayCounts(1)).toHaveLength(1)
      await expect(state.commit(batch(2, { epoch: 4 }))).rejects.toThrow(TypeError)
      await state.commit(batch(41, { epoch: 4 }))
      expect((await state.lastBatch())?.number).toBe(41)
      await state.close()
    })

    test('sums a day and lists the newest first', async () => {
      const state = await make()
      await state.commit(batch(1))
      await state.commit(batch(2))
      await state.commit(batch(3, { day: 20_001 }))
      expect(await state.dayCounts(1)).toEqual([{ day: 20_001, in: 3, refused: 1, out: 14 }])
      expect((await state.dayCounts(9))[1]).toEqual({ day: 20_000, in: 6, refused: 2, out: 28 })
      await state.close()
    })
  })
}
