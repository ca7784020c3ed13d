import { Cursor } from '../bytes/cursor.ts'
import { sized } from './ids.ts'
import {
  DAY_FILE_BYTES,
  DROP_RECEIPTS,
  DROP_SLOTS,
  RECEIPT_BYTES,
  RECENT_DROP_BYTES,
  SLOT_BYTES,
} from './sizes.ts'

/** The recent drop that every reader fetches whole (R4). */
export interface Drop {
  /** 192, the newest last. */
  readonly slots: readonly Uint8Array[]
  /** 2,048, the newest last. */
  readonly receipts: readonly Uint8Array[]
}

/**
 * recent drop 212,992 = 192 slots ‖ 2,048 receipts. Throws PosternError 'wrong-size'. Its hash in
 * `/now` says whether it is the right one.
 */
export function decodeDrop(bytes: Uint8Array): Drop {
  const cursor = new Cursor(sized(bytes, RECENT_DROP_BYTES, 'drop'))
  const slots = Array.from({ length: DROP_SLOTS }, () => cursor.take(SLOT_BYTES))
  const receipts = Array.from({ length: DROP_RECEIPTS }, () => cursor.take(RECEIPT_BYTES))
  cursor.finish()
  return { slots, receipts }
}

/**
 * day file 196,608 = the 192 slots that were new in a closed day, the oldest first. Throws
 * PosternError 'wrong-size'.
 */
export function decodeDay(bytes: Uint8Array): Uint8Array[] {
  const cursor = new Cursor(sized(bytes, DAY_FILE_BYTES, 'day file'))
  return Array.from({ length: DROP_SLOTS }, () => cursor.take(SLOT_BYTES))
}
