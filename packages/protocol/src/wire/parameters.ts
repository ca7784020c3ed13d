import { PosternError } from '../error.ts'
import type { JsonObject } from './json.ts'

/**
 * Intervals, noise and bounds of one epoch (spec/parameters). They are part of the signed
 * statement and come in two named columns; only the stamp may be raised above its column.
 */
export interface Parameters {
  readonly column: 'standard' | 'rehearsal'
  /** From the page being ready to the cell leaving (V3). */
  readonly sendAfterMs: number
  readonly mixIntervalMs: number
  /** Noise of one mix and class in one batch (M5). */
  readonly noiseMean: number
  readonly noiseScale: number
  readonly dropIntervalMs: number
  readonly newSlots: number
  readonly newReceipts: number
  readonly dayFiles: number
  readonly traysAhead: number
  readonly replyRepeatMs: number
  readonly replyRepeatForMs: number
  readonly receiptRepeatMs: number
  readonly receiptRepeatForMs: number
  readonly deskTickMs: number
  readonly epochMs: number
  readonly maxFragments: number
  readonly maxInflatedBytes: number
  readonly maxOutboxFragments: number
  /** Leading zero bits that a stamp must show (S3). */
  readonly stampBits: number
}

const SECOND_MS = 1_000
const MINUTE_MS: number = 60 * SECOND_MS
const HOUR_MS: number = 60 * MINUTE_MS
const DAY_MS: number = 24 * HOUR_MS

/** Both columns agree on it, so a fragment can be checked before its statement is known. */
export const MAX_FRAGMENTS = 32

/** Everybody pays the stamp in every cell: 2¹⁶ tries are about a tenth of a second on a phone. */
export const MAX_STAMP_BITS = 16

export const STANDARD: Parameters = {
  column: 'standard',
  sendAfterMs: SECOND_MS,
  mixIntervalMs: 3 * HOUR_MS,
  noiseMean: 500,
  noiseScale: 40,
  dropIntervalMs: HOUR_MS,
  newSlots: 8,
  newReceipts: 32,
  dayFiles: 14,
  traysAhead: 24,
  replyRepeatMs: 13 * DAY_MS,
  replyRepeatForMs: 60 * DAY_MS,
  receiptRepeatMs: 60 * HOUR_MS,
  receiptRepeatForMs: 30 * DAY_MS,
  deskTickMs: 30 * SECOND_MS,
  epochMs: DAY_MS,
  maxFragments: MAX_FRAGMENTS,
  maxInflatedBytes: 4 * 1_024 * 1_024,
  maxOutboxFragments: 34,
  stampBits: 0,
}

/**
 * For the demonstration and tests: answers are handed over five times and receipts twelve times, as in
 * `STANDARD`, and nobody is protected.
 */
export const REHEARSAL: Parameters = {
  ...STANDARD,
  column: 'rehearsal',
  mixIntervalMs: 5 * SECOND_MS,
  noiseMean: 6,
  noiseScale: 1,
  dropIntervalMs: 5 * SECOND_MS,
  newSlots: 1,
  newReceipts: 8,
  replyRepeatMs: 10 * MINUTE_MS,
  replyRepeatForMs: 48 * MINUTE_MS,
  receiptRepeatMs: 4 * MINUTE_MS,
  receiptRepeatForMs: 48 * MINUTE_MS,
  deskTickMs: 2 * SECOND_MS,
  stampBits: 4,
}

const COLUMNS: readonly Parameters[] = [STANDARD, REHEARSAL]

/**
 * Reads one of the two columns with its stamp, perhaps raised. Whoever reads compares the
 * encodings afterwards (readCanonical), which refuses every other value that was changed.
 */
export function readParameters(object: JsonObject): Parameters {
  const name = object.text('column', 16)
  const column = COLUMNS.find((each) => each.column === name)
  if (column === undefined) throw new PosternError('malformed', 'column')
  const stampBits = object.integer('stampBits', MAX_STAMP_BITS)
  if (stampBits < column.stampBits) throw new PosternError('malformed', 'stampBits')
  return { ...column, stampBits }
}

/** The object that goes into a statement, its fields in the order of the columns. */
export function writeParameters(parameters: Parameters): object {
  return Object.fromEntries(
    Object.keys(STANDARD).map((name) => [name, Reflect.get(parameters, name)]),
  )
}
