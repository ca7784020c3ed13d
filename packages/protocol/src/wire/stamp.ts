import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import type { Suite } from '../suite/suite.ts'
import { CELL_BYTES, STAMP_BYTES } from './sizes.ts'

/**
 * The first counter from 0 whose SHA-256(stamp ‖ SHA-256(layer 1)) begins with `bits` zero bits:
 * 8 bytes. Everyone pays it in every cell (S3). It gives up after 256 times the expected number
 * of tries, which no honest hash reaches: PosternError 'no-stamp'.
 */
export function findStamp(suite: Suite, layer1: Uint8Array, bits: number): Uint8Array {
  const digest = suite.sha256(layer1)
  for (let counter = 0; counter < 2 ** (bits + 8); counter++) {
    const stamp = new Writer().u64(counter).finish()
    if (leadingZeroBits(suite.sha256(stamp, digest)) >= bits) return stamp
  }
  throw new PosternError('no-stamp')
}

/** False for a stamp that does not pay, and for anything that is not a cell. */
export function stampFits(suite: Suite, cell: Uint8Array, bits: number): boolean {
  if (cell.length !== CELL_BYTES) return false
  const digest = suite.sha256(cell.subarray(STAMP_BYTES))
  return leadingZeroBits(suite.sha256(cell.subarray(0, STAMP_BYTES), digest)) >= bits
}

function leadingZeroBits(hash: Uint8Array): number {
  const zeroBytes = hash.findIndex((byte) => byte !== 0)
  if (zeroBytes === -1) return 8 * hash.length
  return 8 * zeroBytes + Math.clz32(hash[zeroBytes] ?? 0) - 24
}
