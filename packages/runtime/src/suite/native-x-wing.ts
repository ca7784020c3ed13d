import { createPublicKey, decapsulate, diffieHellman, hash, type KeyObject } from 'node:crypto'
import type { CurveKey, LatticeKey, XWingParts } from '@postern/protocol'
import { portableXWing } from '@postern/protocol/portable'
import { plain } from './plain.ts'
import { rawPrivateKey, rawPublicOf } from './raw-key.ts'

/**
 * X-Wing's primitives from OpenSSL. A key is expanded once and kept, because a mix opens a whole
 * batch with it. Encapsulation with randomness handed in is not offered by node:crypto and comes
 * from the portable suite; servers seal seldom.
 */
export const nativeXWing: XWingParts = {
  lattice,
  latticeEncapsulate: (publicKey, message) => portableXWing.latticeEncapsulate(publicKey, message),
  curve,
  sha3: (bytes) => plain(hash('sha3-256', bytes, 'buffer')),
  shake256: (bytes, length) =>
    plain(hash('shake256', bytes, { outputEncoding: 'buffer', outputLength: length })),
}

function lattice(seed: Uint8Array): LatticeKey {
  const key = rawPrivateKey('ml-kem-768', seed)
  return {
    publicKey: rawPublicOf(key),
    decapsulate: (ciphertext) => plain(decapsulate(key, ciphertext)),
  }
}

function curve(secret: Uint8Array): CurveKey {
  const key = rawPrivateKey('x25519', secret)
  return { publicKey: rawPublicOf(key), agree: (point) => agree(key, point) }
}

/** OpenSSL throws when the shared secret would be all zero (RFC 7748, section 6.1). */
function agree(privateKey: KeyObject, point: Uint8Array): Uint8Array | null {
  const publicKey = createPublicKey({
    key: point,
    format: 'raw-public',
    asymmetricKeyType: 'x25519',
  })
  try {
    return plain(diffieHellman({ privateKey, publicKey }))
  } catch {
    return null
  }
}
