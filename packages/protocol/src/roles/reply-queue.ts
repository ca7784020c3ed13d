import { equalBytes } from '../bytes/concat.ts'
import type { SlotPart } from '../wire/slot.ts'

/** When something went into a drop for the first and for the last time. */
export interface HandOver {
  readonly firstMs: number
  readonly lastMs: number
}

/** One thing that a desk has to say to one conversation, again and again until it is over. */
export interface Errand {
  /** The conversation's key. */
  readonly conversation: Uint8Array
  readonly accepted: boolean
  /** The seed under which its source searches. (R8) */
  readonly seed: Uint8Array
  /** Null until it was handed over. */
  readonly handed: HandOver | null
}

/** One part of a reply. */
export interface SlotErrand extends Errand {
  readonly part: SlotPart
}

/** That message `n` under this seed is here whole. (R6) */
export interface ReceiptErrand extends Errand {
  readonly n: number
}

/** What one desk has to say, in the order in which it was written. */
export interface ReplyQueue {
  readonly slots: readonly SlotErrand[]
  readonly receipts: readonly ReceiptErrand[]
}

/** To whom an errand goes. */
export type Recipient = Pick<Errand, 'conversation' | 'accepted' | 'seed'>

export const EMPTY_QUEUE: ReplyQueue = { slots: [], receipts: [] }

/** Puts a cut reply behind what waits. */
export function addReply(queue: ReplyQueue, to: Recipient, parts: readonly SlotPart[]): ReplyQueue {
  const slots = parts.map((part) => ({ ...to, part, handed: null }))
  return { ...queue, slots: [...queue.slots, ...slots] }
}

/** Puts the receipt of whole message `n` behind what waits. */
export function addReceipt(queue: ReplyQueue, to: Recipient, n: number): ReplyQueue {
  return { ...queue, receipts: [...queue.receipts, { ...to, n, handed: null }] }
}

/** Whether two errands say one thing to one conversation. */
export function isSameErrand(
  a: SlotErrand | ReceiptErrand,
  b: SlotErrand | ReceiptErrand,
): boolean {
  if (!equalBytes(a.conversation, b.conversation) || !equalBytes(a.seed, b.seed)) return false
  if ('n' in a || 'n' in b) return 'n' in a && 'n' in b && a.n === b.n
  return a.part.index === b.part.index && equalBytes(a.part.replyId, b.part.replyId)
}
