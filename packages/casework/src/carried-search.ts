import {
  type DeskTurn,
  type Drop,
  equalBytes,
  findReceipts,
  openSlot,
  type Parameters,
  repeatsInDrop,
  type SlotErrand,
  type Suite,
  toHex,
} from '@postern/protocol'
import type { Carried, CarriedPart } from './carried-event.ts'
import type { Errands, MessageReceipt } from './errands.ts'

/** A public reader drop; what is new in its interval stands last. */
export interface ReaderDrop {
  readonly interval: number
  readonly drop: Drop
}

/** Errands are looked for this many intervals back at most: what a drop holds. */
export interface CarriedSearch {
  readonly suite: Suite
  readonly parameters: Parameters
  readonly turn: DeskTurn
}

/**
 * What of the errands is new in a reader drop since interval `since` (null: in all of it). Read
 * off the public bytes, it is the same whoever filled the trays. Null when there is nothing.
 */
export function findCarried(
  search: CarriedSearch,
  { interval, drop }: ReaderDrop,
  since: number | null,
  errands: Errands,
): Carried | null {
  const slots = newSlots(search.parameters, drop.slots, interval, since)
  const parts = carriedParts(search.suite, slots, errands.slots)
  const repeats = repeatsInDrop(search.parameters, search.turn, interval, since)
  const receipts = errands.receipts
    .filter((one) => isPublished(search.suite, drop, one, repeats))
    .map(({ messageId }) => messageId)
  if (parts.length === 0 && receipts.length === 0) return null
  return { kind: 'carried', interval, parts, receipts }
}

function newSlots(
  parameters: Parameters,
  slots: readonly Uint8Array[],
  interval: number,
  since: number | null,
): readonly Uint8Array[] {
  if (since === null) return slots
  const fresh = (interval - since) * parameters.newSlots
  return slots.slice(Math.max(0, slots.length - fresh))
}

function carriedParts(
  suite: Suite,
  slots: readonly Uint8Array[],
  errands: readonly SlotErrand[],
): CarriedPart[] {
  const bySeed = Map.groupBy(errands, ({ seed }) => toHex(seed))
  return slots.flatMap((slot) =>
    [...bySeed.values()].flatMap((own) => {
      const opened = own[0] && openSlot(suite, own[0].seed, slot)
      const wanted = own.find(
        ({ part }) => opened?.index === part.index && equalBytes(opened.replyId, part.replyId),
      )
      return wanted ? [{ replyId: wanted.part.replyId, index: wanted.part.index }] : []
    }),
  )
}

function isPublished(
  suite: Suite,
  drop: Drop,
  { seed, n }: MessageReceipt,
  repeats: readonly number[],
): boolean {
  return findReceipts(suite, seed, drop.receipts, [n], repeats).length > 0
}
