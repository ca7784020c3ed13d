import {
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  hash,
  type KeyObject,
} from 'node:crypto'
import type { CurveKey, LatticeKey, XWingParts } from '@postern/protocol'
import { latticeEncapsulate } from '@postern/protocol/portable'
import { plain } from './plain.ts'

/**
 * X-Wing's primitives from OpenSSL. Keys are expanded once and kept as KeyObjects, because a mix
 * opens a whole batch with one key. Encapsulation with randomness handed in is not offered by
 * node:crypto and comes from the portable suite; servers seal seldom.
 */
export const nativeXWing: XWingParts = {
  lattice,
  latticeEncapsulate,
  curve,
  sha3: (bytes) => plain(hash('sha3-256', bytes, 'buffer')),
  shake256: (bytes, length) =>
    plain(hash('shake256', bytes, { outputEncoding: 'buffer', outputLength: length })),
}

function lattice(seed: Uint8Array): LatticeKey {
  const key = privateKey('raw-seed', 'ml-kem-768', seed)
  return {
    publicKey: rawPublic(key),
    decapsulate: (ciphertext) => plain(decapsulate(key, ciphertext)),
  }
}

function curve(secret: Uint8Array): CurveKey {
  const key = privateKey('raw-private', 'x25519', secret)
  return { publicKey: rawPublic(key), agree: (point) => agree(key, point) }
}

/** OpenSSL throws when the shared secret would be all zero (RFC 7748, section 6.1). */
function agree(key: KeyObject, point: Uint8Array): Uint8Array | null {
  const peer = createPublicKey({
    key: Buffer.from(point.buffer, point.byteOffset, point.length),
    format: 'raw-public',
    asymmetricKeyType: 'x25519',
  })
  try {
    return plain(diffieHellman({ privateKey: key, publicKey: peer }))
  } catch {
    return null
  }
}

function privateKey(
  format: 'raw-private' | 'raw-seed',
  asymmetricKeyType: 'ml-kem-768' | 'x25519',
  key: Uint8Array,
): KeyObject {
  return createPrivateKey({ key: Buffer.from(key), format, asymmetricKeyType })
}

function rawPublic(key: KeyObject): Uint8Array {
  return plain(createPublicKey(key).export({ format: 'raw-public' }))
}
