import { Writer } from '../bytes/writer.ts'
import { prf } from '../suite/kdf.ts'
import { LABELS } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { RECEIPT_BYTES } from './sizes.ts'

/**
 * receipt 8 = PRF(seed, "receipt" ‖ n 4 ‖ r 4)[0..8]: `n` numbers the whole messages received
 * under this seed, `r` the repeats of its receipt, both from 0 (R6).
 */
export function receipt(suite: Suite, seed: Uint8Array, n: number, r: number): Uint8Array {
  const place = new Writer().u32(n).u32(r).finish()
  return prf(suite, seed, LABELS.receipt, place).subarray(0, RECEIPT_BYTES)
}
