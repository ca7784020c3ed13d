import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toHex } from '../../src/bytes/hex.ts'
import { seededEnv } from '../../src/env-seeded.ts'
import { nextDrop } from '../../src/roles/drop-step.ts'
import { findReceipts, receiptRepeat, repeatsInDrop } from '../../src/roles/receipt-search.ts'
import {
  addReceipt,
  addReply,
  EMPTY_QUEUE,
  type Recipient,
  type ReplyQueue,
} from '../../src/roles/reply-queue.ts'
import { findParts, gatherReplies } from '../../src/roles/thread-search.ts'
import { fillTrays, ownIntervals, planTrays } from '../../src/roles/tray-step.ts'
import { decodeDrop } from '../../src/wire/drop.ts'
import { deskOfInterval, intervalNumber } from '../../src/wire/interval.ts'
import { REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import { cutReply } from '../../src/wire/slot.ts'
import { decodeTray, decodeTrayPack, encodeTrayPack, trayBytes } from '../../src/wire/tray.ts'
import { suite } from './house.ts'

const env = seededEnv('tray-step', suite)
const turn = { deskIndex: 1, deskCount: 2 }
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const person = (accepted = true): Recipient => ({
  conversation: env.random(32),
  accepted,
  seed: env.random(32),
})

/** A queue with this many replies of one slot for each. */
function queueOf(people: readonly Recipient[], replies = 1): ReplyQueue {
  const all = people.flatMap((to) => Array.from({ length: replies }, () => to))
  return all.reduce(
    (queue, to) => addReply(queue, to, cutReply(env.random(8), 'Yes.')),
    EMPTY_QUEUE,
  )
}

const planned = (queue: ReplyQueue, intervals: readonly number[]): string[][] =>
  planTrays(STANDARD, queue, intervals).map(({ slots }) =>
    slots.map((one) => toHex(one.conversation)),
  )

describe('fillTrays (R2, R3)', () => {
  it('hands over 24 trays of one size for its own next intervals, empty or full', () => {
    for (const queue of [EMPTY_QUEUE, queueOf([person()], 300)]) {
      const { firstInterval, trays } = fillTrays(env, STANDARD, turn, queue)
      const pack = decodeTrayPack(STANDARD, encodeTrayPack(firstInterval, trays))
      expect(pack.trays.every((tray) => tray.length === trayBytes(STANDARD))).toBe(true)
      expect(firstInterval).toBeGreaterThan(intervalNumber(STANDARD, env.nowMs()))
      expect(deskOfInterval(firstInterval, 2)).toBe(1)
    }
  })

  it('is read by its source, who finds reply and receipt in the drop, and by nobody else', () => {
    const [to, stranger] = [person(), person()]
    const queue = addReceipt(addReply(EMPTY_QUEUE, to, cutReply(env.random(8), 'Come in.')), to, 3)
    const { firstInterval, trays } = fillTrays(env, STANDARD, turn, queue)
    const drop = decodeDrop(nextDrop(env, STANDARD, null, trays[0] ?? null))
    expect(gatherReplies(findParts(suite, [to.seed], drop.slots))).toMatchObject([
      { text: 'Come in.' },
    ])
    expect(gatherReplies(findParts(suite, [stranger.seed], drop.slots))).toEqual([])
    const repeats = repeatsInDrop(STANDARD, turn, firstInterval, firstInterval - 1)
    expect(findReceipts(suite, to.seed, drop.receipts, [2, 3, 4], repeats)).toEqual([3])
    expect(findReceipts(suite, stranger.seed, drop.receipts, [2, 3, 4], repeats)).toEqual([])
  })

  it('seals everything anew at every sync: two packs share no slot and no receipt', () => {
    const to = person()
    const queue = addReceipt(queueOf([to], 30), to, 0)
    const seen = new Set<string>()
    for (let sync = 0; sync < 3; sync++) {
      const { trays } = fillTrays(env, STANDARD, turn, queue)
      for (const tray of trays) {
        const { slots, receipts } = decodeTray(STANDARD, tray)
        for (const one of [...slots, ...receipts]) expect(seen.has(toHex(one))).toBe(false)
        for (const one of [...slots, ...receipts]) seen.add(toHex(one))
      }
      env.advance(HOUR_MS)
    }
    expect(seen.size).toBe(3 * 24 * 40)
  })
})

describe('ownIntervals', () => {
  it('takes every d-th interval after now', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(7),
        (after, deskCount, n) => {
          const deskIndex = n % deskCount
          const own = ownIntervals(STANDARD, { deskIndex, deskCount }, after)
          expect(own.length).toBe(24)
          expect(own[0]).toBeGreaterThan(after)
          expect(own[0]).toBeLessThanOrEqual(after + deskCount)
          expect(own.every((one) => deskOfInterval(one, deskCount) === deskIndex)).toBe(true)
          expect(new Set(own).size).toBe(24)
        },
      ),
    )
  })
})

describe('order (R7)', () => {
  it('puts accepted conversations before a thousand that are not', () => {
    const [friend, ...crowd] = [person(true), ...Array.from({ length: 1_000 }, () => person(false))]
    const queue = queueOf([...crowd, friend], 2)
    const [first] = planned(queue, [10])
    expect(first?.slice(0, 2)).toEqual([toHex(friend.conversation), toHex(friend.conversation)])
  })

  it('serves conversations by turns, however much one of them has to hear', () => {
    const [talker, quiet] = [person(), person()]
    const queue = [talker, quiet].reduce<ReplyQueue>(
      (so, to) => ({ ...so, slots: [...so.slots, ...queueOf([to], to === talker ? 40 : 1).slots] }),
      EMPTY_QUEUE,
    )
    expect(planned(queue, [10])[0]?.slice(0, 2)).toEqual(
      [talker, quiet].map((to) => toHex(to.conversation)),
    )
  })

  it('serves each of twenty waiting within three trays of eight', () => {
    const people = Array.from({ length: 20 }, () => person())
    const served = planned(queueOf(people, 5), [10, 12, 14]).flat()
    expect(new Set(served).size).toBe(20)
  })

  it('keeps every slot busy while anything is due', () => {
    const sizes = planned(queueOf([person(), person(false)], 10), [10, 12, 14, 16]).map(
      (one) => one.length,
    )
    expect(sizes).toEqual([8, 8, 4, 0])
  })
})

describe('repeats (R6, R7)', () => {
  const start = 500_000

  /** The hours after the first at which it is handed over, over 100 days. */
  function hours(queue: ReplyQueue, of: 'slots' | 'receipts'): number[] {
    const intervals = Array.from({ length: 2_400 }, (_, n) => start + n)
    const plan = planTrays(STANDARD, queue, intervals)
    return plan.filter((tray) => tray[of].length > 0).map(({ interval }) => interval - start)
  }

  it('repeats an unread reply every 13 days for 60: five times in all', () => {
    expect(hours(queueOf([person()]), 'slots')).toEqual([0, 13, 26, 39, 52].map((day) => day * 24))
  })

  it('repeats a receipt every 60 hours for 30 days: twelve times in all', () => {
    const queue = addReceipt(EMPTY_QUEUE, person(), 0)
    expect(hours(queue, 'receipts')).toEqual(Array.from({ length: 12 }, (_, n) => n * 60))
  })

  it('keeps apart what two sources have under one number', () => {
    const people = Array.from({ length: 40 }, () => person())
    const queue = people.reduce<ReplyQueue>((so, to) => addReceipt(so, to, 0), EMPTY_QUEUE)
    const plan = planTrays(STANDARD, queue, [10, 12, 14])
    expect(plan.map(({ receipts }) => receipts.length)).toEqual([32, 8, 0])
  })

  it('hands over a late reply even when the time for repeats is over', () => {
    const queue = queueOf([person()])
    expect(planned(queue, [start + (200 * DAY_MS) / HOUR_MS])[0]?.length).toBe(1)
  })
})

describe('the number of a receipt (R6)', () => {
  it.each([STANDARD, REHEARSAL])(
    'is one for each interval and sync, and all are searched',
    (parameters) => {
      const drop = 360_000_001
      const repeats = repeatsInDrop(parameters, turn, drop, null)
      const own = ownIntervals(parameters, turn, drop - 12)
      expect(new Set(repeats).size).toBe(repeats.length)
      for (const interval of own.filter((one) => one <= drop))
        expect(repeats).toContain(receiptRepeat(interval, drop - 12))
      expect(repeats).toContain(receiptRepeat(drop, drop - 48))
    },
  )

  it('refuses a lead that the reader would not search', () => {
    expect(() => receiptRepeat(10, 11)).toThrow(TypeError)
    expect(() => receiptRepeat(1_000, 10)).toThrow(TypeError)
  })

  it('searches only what is new since the last drop', () => {
    const all = repeatsInDrop(STANDARD, turn, 1_001, null)
    const fresh = repeatsInDrop(STANDARD, turn, 1_001, 999)
    expect(fresh.length).toBe(49)
    expect(all.length).toBe(32 * 49)
    expect(fresh.every((r) => all.includes(r))).toBe(true)
  })
})
