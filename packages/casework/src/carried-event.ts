import { type BodyCodec, body, fixed, list, record, u64, u8 } from './field.ts'

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

export const carried: BodyCodec<Carried> = body(11, 'carried', {
  interval: u64,
  parts: list(record<CarriedPart>({ replyId: fixed(8), index: u8 })),
  receipts: list(fixed(16)),
})

export const traysClaimed: BodyCodec<TraysClaimed> = body(12, 'trays-claimed', { interval: u64 })
