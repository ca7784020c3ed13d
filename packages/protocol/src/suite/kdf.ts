import { concat } from '../bytes/concat.ts'
import { type Label, labelBytes } from './labels.ts'
import type { Suite } from './suite.ts'

const NONE: Uint8Array = new Uint8Array(0)
const END_OF_LABEL: Uint8Array = Uint8Array.of(0)

/**
 * `length` bytes for one purpose: HKDF-SHA256 of the secret, without salt, with
 * info = label ‖ 0x00 ‖ context.
 */
export function derive(
  suite: Suite,
  secret: Uint8Array,
  label: Label,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const info = concat(labelBytes(label), END_OF_LABEL, context)
  return suite.hkdfSha256(secret, NONE, info, length)
}

/**
 * HMAC-SHA256 of label ‖ 0x00 ‖ parts: 32 bytes. The parts are joined as they are, so at most one
 * of them may vary in length.
 */
export function prf(
  suite: Suite,
  key: Uint8Array,
  label: Label,
  ...parts: Uint8Array[]
): Uint8Array {
  return suite.hmacSha256(key, labelBytes(label), END_OF_LABEL, ...parts)
}
