import { ristretto255 } from '@noble/curves/ed25519.js'

const Point: (typeof ristretto255)['Point'] = ristretto255.Point

export const POINT_BYTES = 32
/** So many uniform bytes make a scalar whose bias nobody can see. */
export const WIDE_SCALAR_BYTES = 64

/** An element of ristretto255, a group of prime order (RFC 9496). */
export type GroupPoint = InstanceType<typeof Point>

/** A scalar in [1, order), from 64 uniform bytes. */
export function scalarFrom(wide: Uint8Array): bigint {
  const value = wide.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return 1n + (value % (Point.Fn.ORDER - 1n))
}

/** scalar · base point, for a scalar of one use. */
export function pointOf(scalar: bigint): GroupPoint {
  return Point.BASE.multiplyUnsafe(scalar)
}

/** The element that these 32 bytes stand for; null for every other text, and for the identity. */
export function readPoint(bytes: Uint8Array): GroupPoint | null {
  try {
    const point = Point.fromBytes(bytes)
    return point.equals(Point.ZERO) ? null : point
  } catch {
    return null
  }
}
