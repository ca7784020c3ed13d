import { equalBytes } from '../bytes/concat.ts'
import { fromHex } from '../bytes/hex.ts'

/** The canonical y coordinates of the eight points whose order divides 8; the sign bit is apart. */
const SMALL_ORDER: readonly Uint8Array[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex)

/**
 * Whether both suites take these 32 bytes for a public key of Ed25519: y below p, and not one of
 * the points of small order, under which one signature fits every message. Libraries differ on
 * both (RFC 8032 leaves room), and a signature must not be good in one half and bad in the other.
 */
export function isSignerPoint(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false
  const y = Uint8Array.from(publicKey)
  y[31] = (y[31] ?? 0) & 0x7f
  return isBelowP(y) && !SMALL_ORDER.some((point) => equalBytes(point, y))
}

/** p = 2²⁵⁵ − 19, little-endian: ed ff … ff 7f. */
function isBelowP(y: Uint8Array): boolean {
  const highBytesFull = y[31] === 0x7f && y.subarray(1, 31).every((byte) => byte === 0xff)
  return !highBytesFull || (y[0] ?? 0) < 0xed
}
