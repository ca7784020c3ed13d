import { toHex } from '../bytes/hex.ts'
import type { Suite } from '../suite/suite.ts'
import { deskOfInterval } from '../wire/interval.ts'
import type { Parameters } from '../wire/parameters.ts'
import { receipt } from '../wire/receipt.ts'
import { DROP_RECEIPTS } from '../wire/sizes.ts'

/** A desk's place in the order of the statement, and how many desks there are. (R3) */
export interface DeskTurn {
  readonly deskIndex: number
  readonly deskCount: number
}

const LEADS = 256
const INTERVALS = 2 ** 24

/**
 * `r` of R6 for a receipt in the tray of `interval` as sealed at a sync in `syncInterval`. It names
 * both [a receipt that stood unchanged in two successive tray packs, where random bytes would have
 * changed, would tell the publisher that it is real]. A desk syncs at most once in an interval.
 */
export function receiptRepeat(interval: number, syncInterval: number): number {
  const lead = interval - syncInterval
  if (lead < 0 || lead >= LEADS) throw new TypeError(`no such lead: ${lead}`)
  return (interval % INTERVALS) * LEADS + lead
}

/**
 * Every `r` that a receipt of this desk can have in the drop of this number, its interval's. A
 * reader who looks at every drop passes `since`, the last one she searched; else null.
 */
export function repeatsInDrop(
  parameters: Parameters,
  turn: DeskTurn,
  dropNumber: number,
  since: number | null,
): number[] {
  const window = Math.ceil(DROP_RECEIPTS / parameters.newReceipts)
  const first = Math.max(0, dropNumber - window + 1, (since ?? -1) + 1)
  const intervals = Array.from(
    { length: Math.max(0, dropNumber - first + 1) },
    (_, at) => first + at,
  )
  return intervals
    .filter((interval) => deskOfInterval(interval, turn.deskCount) === turn.deskIndex)
    .flatMap((interval) =>
      leadsOf(parameters, turn).map((lead) => receiptRepeat(interval, interval - lead)),
    )
}

function leadsOf({ traysAhead }: Parameters, { deskCount }: DeskTurn): number[] {
  return Array.from({ length: traysAhead * deskCount + 1 }, (_, lead) => lead)
}

/**
 * Which of these messages the desk has whole, by the receipts of a drop; each `n` numbers the whole
 * messages under this seed from 0. What is not found may still come. (R6)
 */
export function findReceipts(
  suite: Suite,
  seed: Uint8Array,
  receipts: readonly Uint8Array[],
  numbers: readonly number[],
  repeats: readonly number[],
): number[] {
  const published = publishedReceipts(receipts)
  return numbers.filter((n) => hasReceipt(suite, seed, published, n, repeats))
}

/** The receipts of a drop, to be looked among many times. */
export function publishedReceipts(receipts: readonly Uint8Array[]): ReadonlySet<string> {
  return new Set(receipts.map((one) => toHex(one)))
}

/** Whether the whole message `n` has a receipt there, with one of these repeats. (R6) */
export function hasReceipt(
  suite: Suite,
  seed: Uint8Array,
  published: ReadonlySet<string>,
  n: number,
  repeats: readonly number[],
): boolean {
  return repeats.some((r) => published.has(toHex(receipt(suite, seed, n, r))))
}
