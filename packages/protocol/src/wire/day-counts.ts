import { toHex } from '../bytes/hex.ts'
import { fromUtf8 } from '../bytes/utf8.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { openDsse, signDsse, type Signed, verifiedBy } from './dsse.ts'
import { JsonObject, writeJson } from './json.ts'
import type { MixRoleName } from './key-offer.ts'

/** Who counts. */
export type Counter = 'front' | MixRoleName

/** Cells that a front kept in one day since 1970. */
export interface KeptOfDay {
  readonly day: number
  readonly kept: number
}

/** What a mix took in, refused and put out; of mix 2 `refused` is 0 (M7). */
export interface MixedOfDay {
  readonly day: number
  readonly in: number
  readonly refused: number
  readonly out: number
}

const DOCUMENT = LABELS.dailyCounts
const DAY_MS = 86_400_000
/** Days that are shown. */
export const DAYS_COUNTED = 14

/** The day since 1970 that holds this moment. */
export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS)
}

/**
 * The newest days that are over, signed by who counted them. The day that is not over is
 * left out [whoever asked twice would know what came in between]. (M10)
 */
export function signDayCounts(
  key: SigningKey,
  organisation: Uint8Array,
  from: Counter,
  days: readonly (KeptOfDay | MixedOfDay)[],
  nowMs: number,
): Signed {
  const over = days.filter(({ day }) => day < dayOf(nowMs)).toSorted((a, b) => b.day - a.day)
  const shown = over.slice(0, DAYS_COUNTED).map((count) => ({ ...count }))
  const payload = writeJson({ organisation: toHex(organisation), from, days: shown })
  return signDsse([key], DOCUMENT, payload)
}

/**
 * Whether a document is this counter's own, of this organisation. Without a key, whoever signed it
 * is believed: a front's stands in no trust list.
 */
export function dayCountsFit(
  suite: Suite,
  document: Signed,
  organisation: Uint8Array,
  from: Counter,
  key: Uint8Array | null,
): boolean {
  try {
    const opened = openDsse(document, DOCUMENT)
    const signer = key ?? opened.signatures[0]?.key
    const says = new JsonObject(JSON.parse(fromUtf8(opened.payload)))
    const isTheirs = says.text('organisation', 32) === toHex(organisation)
    if (!isTheirs || says.text('from', 8) !== from || signer === undefined) return false
    return verifiedBy(suite, opened, signer)
  } catch (error) {
    if (error instanceof PosternError || error instanceof SyntaxError) return false
    throw error
  }
}
