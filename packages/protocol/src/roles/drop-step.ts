import { concat } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { dayOfInterval, intervalNumber, intervalsOfDay } from '../wire/interval.ts'
import type { Parameters } from '../wire/parameters.ts'
import { DAY_FILE_BYTES, RECEIPT_BYTES, RECENT_DROP_BYTES, SLOT_BYTES } from '../wire/sizes.ts'
import { trayBytes } from '../wire/tray.ts'

/**
 * The drop that follows: exactly the set number of slots and receipts is new, the same number of
 * the oldest goes, oldest first in the file. `previous` is null for the first drop, which is random.
 * `tray` is null when the desk whose interval it is left none, and random bytes stand in for it.
 * A tray of another length is no tray [an error here would show which desk is silent]. (R2, R3)
 * Throws PosternError 'bad-drop' when `previous` is not a drop.
 */
export function nextDrop(
  env: Env,
  parameters: Parameters,
  previous: Uint8Array | null,
  tray: Uint8Array | null,
): Uint8Array {
  const filler = env.random(trayBytes(parameters))
  const fresh = tray?.length === filler.length ? tray : filler
  const window = previous ?? env.random(RECENT_DROP_BYTES)
  if (window.length !== RECENT_DROP_BYTES) throw new PosternError('bad-drop')
  return roll(parameters, window, fresh)
}

function roll(
  { newSlots, newReceipts }: Parameters,
  window: Uint8Array,
  tray: Uint8Array,
): Uint8Array {
  const slotsIn = newSlots * SLOT_BYTES
  const keptSlots = window.subarray(slotsIn, DAY_FILE_BYTES)
  const keptReceipts = window.subarray(DAY_FILE_BYTES + newReceipts * RECEIPT_BYTES)
  return concat(keptSlots, tray.subarray(0, slotsIn), keptReceipts, tray.subarray(slotsIn))
}

/** The number of the day that ends with this interval, null inside a day. (R4) */
export function closedDay(parameters: Parameters, interval: number): number | null {
  const day = dayOfInterval(parameters, interval)
  return dayOfInterval(parameters, interval + 1) === day ? null : day
}

/** The immutable day file: the slots of the day's last drop, all new within the day. (R4) */
export function dayFile(drop: Uint8Array): Uint8Array {
  if (drop.length !== RECENT_DROP_BYTES) throw new PosternError('bad-drop')
  return drop.slice(0, DAY_FILE_BYTES)
}

/**
 * The intervals whose drops are to be made now, in order; `last` is the newest that was made, null
 * for none. After a long silence only as many as the kept day files need, from a day's start, so
 * that what closes is whole.
 */
export function intervalsDue(parameters: Parameters, last: number | null, nowMs: number): number[] {
  const current = intervalNumber(parameters, nowMs)
  const oldestUseful =
    (dayOfInterval(parameters, current) - parameters.dayFiles) * intervalsOfDay(parameters)
  const first = last === null ? current : Math.max(last + 1, oldestUseful)
  return Array.from({ length: Math.max(0, current - first + 1) }, (_, at) => first + at)
}
