import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { equalBytes } from '../bytes/concat.ts'
import { isSignerPoint } from './signer-point.ts'

const { Point } = ed25519

/**
 * RFC 8032, section 5.1.7, without the cofactor, as OpenSSL does it: encode(S·B − k·A) = R.
 * noble's own `verify` multiplies by the cofactor, so that a signer who chose a key of mixed order
 * could make signatures that one suite takes and the other refuses.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || !isSignerPoint(publicKey)) return false
  const s = littleEndian(signature.subarray(32))
  if (s >= Point.Fn.ORDER) return false
  const signer = pointOrNull(publicKey)
  if (signer === null) return false
  const r = signature.subarray(0, 32)
  const k = Point.Fn.create(
    littleEndian(sha512.create().update(r).update(publicKey).update(message).digest()),
  )
  const expected = Point.BASE.multiplyUnsafe(s).subtract(signer.multiplyUnsafe(k))
  return equalBytes(expected.toBytes(), r)
}

function pointOrNull(bytes: Uint8Array): InstanceType<typeof Point> | null {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return null
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
}
