import type { Env } from '../env.ts'
import { deskOfInterval, intervalNumber } from '../wire/interval.ts'
import type { Parameters } from '../wire/parameters.ts'
import { receipt } from '../wire/receipt.ts'
import { RECEIPT_BYTES, SLOT_BYTES } from '../wire/sizes.ts'
import { sealSlot } from '../wire/slot.ts'
import { encodeTray } from '../wire/tray.ts'
import { chooseErrands, type Repeat } from './errand-choice.ts'
import { type DeskTurn, receiptRepeat } from './receipt-search.ts'
import {
  type Errand,
  type HandOver,
  isSameErrand,
  type ReceiptErrand,
  type ReplyQueue,
  type SlotErrand,
} from './reply-queue.ts'

/** What the tray of one interval is to say; the rest of it is random. */
export interface PlannedTray {
  readonly interval: number
  readonly slots: readonly SlotErrand[]
  readonly receipts: readonly ReceiptErrand[]
}

/** One sync: what `encodeTrayPack` takes. */
export interface FilledTrays {
  readonly firstInterval: number
  readonly trays: readonly Uint8Array[]
}

/**
 * The desk's next trays, all of them, every time: real first, random after, each slot under a fresh
 * salt and each receipt under a fresh `r`, so that no two packs have a byte in common. The size is
 * the same whatever the queue holds, and the caller syncs by the clock, at most once in an interval
 * and never for an act [else "did a receipt come" confirms a sender]. (R1–R3)
 */
export function fillTrays(
  env: Env,
  parameters: Parameters,
  turn: DeskTurn,
  queue: ReplyQueue,
): FilledTrays {
  const sync = intervalNumber(parameters, env.nowMs())
  const intervals = ownIntervals(parameters, turn, sync)
  const plan = planTrays(parameters, queue, intervals)
  const trays = plan.map((tray) => sealTray(env, parameters, tray, sync))
  return { firstInterval: intervals[0] ?? 0, trays }
}

/** The desk's next intervals after this one, as many as trays are kept ahead. (R3) */
export function ownIntervals(parameters: Parameters, turn: DeskTurn, after: number): number[] {
  const { deskIndex, deskCount } = turn
  const wait = (deskIndex - deskOfInterval(after + 1, deskCount) + deskCount) % deskCount
  return Array.from(
    { length: parameters.traysAhead },
    (_, ahead) => after + 1 + wait + ahead * deskCount,
  )
}

/**
 * What goes into which tray, if no sync follows: pure and without chance, so that whoever has the
 * same queue has the same plan. (R7)
 */
export function planTrays(
  parameters: Parameters,
  queue: ReplyQueue,
  intervals: readonly number[],
): PlannedTray[] {
  let left = queue
  return intervals.map((interval) => {
    const planned = planTray(parameters, left, interval)
    left = settleTray(parameters, left, planned)
    return planned
  })
}

/** The queue after this tray went out: what it carried was handed over. */
function settleTray(parameters: Parameters, queue: ReplyQueue, tray: PlannedTray): ReplyQueue {
  const timeMs = tray.interval * parameters.dropIntervalMs
  return {
    slots: handOver(queue.slots, tray.slots, timeMs),
    receipts: handOver(queue.receipts, tray.receipts, timeMs),
  }
}

function handOver<E extends SlotErrand | ReceiptErrand>(
  errands: readonly E[],
  carried: readonly E[],
  timeMs: number,
): E[] {
  return errands.map((one) =>
    carried.some((other) => isSameErrand(one, other))
      ? { ...one, handed: handed(one, timeMs) }
      : one,
  )
}

function handed({ handed: before }: Errand, timeMs: number): HandOver {
  return { firstMs: before?.firstMs ?? timeMs, lastMs: timeMs }
}

function planTray(parameters: Parameters, queue: ReplyQueue, interval: number): PlannedTray {
  const timeMs = interval * parameters.dropIntervalMs
  const slots = chooseErrands(queue.slots, replyRepeat(parameters), timeMs, parameters.newSlots)
  const { newReceipts } = parameters
  const receipts = chooseErrands(queue.receipts, receiptRepeats(parameters), timeMs, newReceipts)
  return { interval, slots, receipts }
}

function replyRepeat(parameters: Parameters): Repeat {
  return { everyMs: parameters.replyRepeatMs, forMs: parameters.replyRepeatForMs }
}

function receiptRepeats(parameters: Parameters): Repeat {
  return { everyMs: parameters.receiptRepeatMs, forMs: parameters.receiptRepeatForMs }
}

function sealTray(env: Env, parameters: Parameters, tray: PlannedTray, sync: number): Uint8Array {
  const slots = tray.slots.map(({ seed, part }) => sealSlot(env, seed, part))
  const repeat = receiptRepeat(tray.interval, sync)
  const receipts = tray.receipts.map(({ seed, n }) => receipt(env.suite, seed, n, repeat))
  return encodeTray(
    filled(env, slots, parameters.newSlots, SLOT_BYTES),
    filled(env, receipts, parameters.newReceipts, RECEIPT_BYTES),
  )
}

/** What carries nothing is random bytes. (R2) */
function filled(env: Env, real: readonly Uint8Array[], count: number, bytes: number): Uint8Array[] {
  const filler = Array.from({ length: count - real.length }, () => env.random(bytes))
  return [...real, ...filler]
}
