import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import type { Env } from '../env.ts'
import { sized } from './ids.ts'
import { sealLayer1, sealInner } from './layer.ts'
import { CELL_BYTES, STAMP_BYTES } from './sizes.ts'
import { findStamp } from './stamp.ts'
import { isStatement, type Statement } from './statement.ts'

/**
 * cell 16,384 = stamp 8 ‖ layer 1 16,376: inner sealed for mix 2, then for mix 1, and stamped
 * (S2, S3). Only for a statement that was verified.
 */
export function sealCell(env: Env, statement: Statement, inner: Uint8Array): Uint8Array {
  if (!isStatement(statement)) throw new TypeError('a statement that nobody verified')
  const { hash, number, parameters } = statement
  const [mix1, mix2] = statement.mixKeys
  const layer2 = sealInner(env, mix2, hash, inner)
  const layer1 = sealLayer1(env, mix1, hash, number, layer2)
  return concat(findStamp(env.suite, layer1, parameters.stampBits), layer1)
}

/** The number of the statement that the cell says it was made from; 'wrong-size' if no cell. */
export function cellEpoch(cell: Uint8Array): number {
  return new Cursor(cellLayer1(cell)).u32()
}

/** A view of layer 1. Throws PosternError 'wrong-size'. */
export function cellLayer1(cell: Uint8Array): Uint8Array {
  return sized(cell, CELL_BYTES, 'cell').subarray(STAMP_BYTES)
}
