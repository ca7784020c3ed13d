import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { sized } from './ids.ts'
import type { Parameters } from './parameters.ts'
import { RECEIPT_BYTES, SLOT_BYTES } from './sizes.ts'

/** What one desk hands over for one interval, real and random alike (R3). */
export interface Tray {
  readonly slots: readonly Uint8Array[]
  readonly receipts: readonly Uint8Array[]
}

/** A desk's trays for its own next intervals, one after another from `firstInterval`. */
export interface TrayPack {
  readonly firstInterval: number
  /** Encoded. */
  readonly trays: readonly Uint8Array[]
}

/** Standard: 8,448 bytes. */
export function trayBytes(parameters: Parameters): number {
  return parameters.newSlots * SLOT_BYTES + parameters.newReceipts * RECEIPT_BYTES
}

/** tray = slots ‖ receipts. */
export function encodeTray(
  slots: readonly Uint8Array[],
  receipts: readonly Uint8Array[],
): Uint8Array {
  const parts = slots.map((slot) => sized(slot, SLOT_BYTES, 'slot'))
  return concat(...parts, ...receipts.map((each) => sized(each, RECEIPT_BYTES, 'receipt')))
}

/** Throws PosternError 'wrong-size'. */
export function decodeTray(parameters: Parameters, bytes: Uint8Array): Tray {
  const cursor = new Cursor(sized(bytes, trayBytes(parameters), 'tray'))
  const slots = Array.from({ length: parameters.newSlots }, () => cursor.take(SLOT_BYTES))
  const receipts = Array.from({ length: parameters.newReceipts }, () => cursor.take(RECEIPT_BYTES))
  cursor.finish()
  return { slots, receipts }
}

/** tray pack = number of the first interval 8 ‖ trays, `traysAhead` of them. */
export function encodeTrayPack(firstInterval: number, trays: readonly Uint8Array[]): Uint8Array {
  if (trays.some((tray) => tray.length !== trays[0]?.length))
    throw new PosternError('wrong-size', 'tray')
  return new Writer()
    .u64(firstInterval)
    .bytes(concat(...trays))
    .finish()
}

/** Throws PosternError 'wrong-size' unless it holds exactly `traysAhead` trays. */
export function decodeTrayPack(parameters: Parameters, bytes: Uint8Array): TrayPack {
  const each = trayBytes(parameters)
  const cursor = new Cursor(sized(bytes, 8 + parameters.traysAhead * each, 'tray pack'))
  const firstInterval = cursor.u64()
  const trays = Array.from({ length: parameters.traysAhead }, () => cursor.take(each))
  cursor.finish()
  return { firstInterval, trays }
}
