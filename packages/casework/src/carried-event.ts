import { type Cursor, Writer } from '@postern/protocol'
import { readList, writeList } from './field.ts'

/** A part of a reply that was seen in a reader drop. */
export interface CarriedPart {
  /** 8 bytes. */
  readonly replyId: Uint8Array
  readonly index: number
}

/**
 * What of this desk stood in the public reader drop of one interval. It is read off the drop, not
 * off what was handed over: only what is public has been delivered.
 */
export interface Carried {
  readonly kind: 'carried'
  readonly interval: number
  readonly parts: readonly CarriedPart[]
  /** Ids of the messages whose receipt stood there, 16 bytes each. */
  readonly receipts: readonly Uint8Array[]
}

/**
 * Its author fills the trays in this interval, and nobody else: the first claim in the log counts
 * [two packs of one interval would show the desk server which receipts are real]. (R3)
 */
export interface TraysClaimed {
  readonly kind: 'trays-claimed'
  readonly interval: number
}

export function encodeCarried(body: Carried): Uint8Array {
  const writer = new Writer().u64(body.interval)
  writeList(writer, body.parts, (list, part) => list.bytes(part.replyId).u8(part.index))
  return writeList(writer, body.receipts, (list, id) => list.bytes(id)).finish()
}

export function decodeCarried(cursor: Cursor): Carried {
  return {
    kind: 'carried',
    interval: cursor.u64(),
    parts: readList(cursor, (list) => ({ replyId: list.take(8), index: list.u8() })),
    receipts: readList(cursor, (list) => list.take(16)),
  }
}

export function encodeTraysClaimed(body: TraysClaimed): Uint8Array {
  return new Writer().u64(body.interval).finish()
}

export function decodeTraysClaimed(cursor: Cursor): TraysClaimed {
  return { kind: 'trays-claimed', interval: cursor.u64() }
}
