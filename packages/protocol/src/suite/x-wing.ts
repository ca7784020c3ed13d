import { concat } from '../bytes/concat.ts'
import { utf8 } from '../bytes/utf8.ts'
import { mustHave } from './must-have.ts'
import type { Encapsulation, KemKey } from './suite.ts'

/** The primitives X-Wing is made of; a suite hands in its own. */
export interface XWingParts {
  /** ML-KEM-768 (FIPS 203) from its 64-byte seed d ‖ z. */
  lattice(seed: Uint8Array): LatticeKey
  /** With the 32-byte message handed in; null when the 1,184-byte key fails FIPS 203's check. */
  latticeEncapsulate(publicKey: Uint8Array, message: Uint8Array): LatticeEncapsulation | null
  /** X25519 (RFC 7748) from its 32-byte secret. */
  curve(secret: Uint8Array): CurveKey
  /** 32 bytes. */
  sha3(bytes: Uint8Array): Uint8Array
  shake256(bytes: Uint8Array, length: number): Uint8Array
}

export interface LatticeKey {
  /** 1,184 bytes. */
  readonly publicKey: Uint8Array
  /** `ciphertext` has 1,088 bytes; a wrong one gives a secret that nobody knows (implicit rejection). */
  decapsulate(ciphertext: Uint8Array): Uint8Array
}

export interface LatticeEncapsulation {
  readonly ciphertext: Uint8Array
  readonly sharedSecret: Uint8Array
}

export interface CurveKey {
  readonly publicKey: Uint8Array
  /** Null when the shared secret is all zero, which is what points of low order give. */
  agree(publicKey: Uint8Array): Uint8Array | null
}

const LATTICE_KEY_BYTES = 1_184
const LATTICE_CIPHERTEXT_BYTES = 1_088
const X_WING_LABEL: Uint8Array = utf8('\\.//^\\')

/**
 * X-Wing, draft-connolly-cfrg-xwing-kem: ML-KEM-768 and X25519, secure while either is.
 * The private key is the 32-byte seed itself, and that is also the HPKE private key: keys come
 * from 32 random bytes, and HPKE's DeriveKeyPair is not used anywhere.
 */
export function xWingKey(parts: XWingParts, seed: Uint8Array): KemKey {
  mustHave(seed, 32, 'an X-Wing seed')
  const expanded = parts.shake256(seed, 96)
  const lattice = parts.lattice(expanded.subarray(0, 64))
  const curve = parts.curve(expanded.subarray(64))
  return {
    publicKey: concat(lattice.publicKey, curve.publicKey),
    decapsulate: (enc) => decapsulate(parts, lattice, curve, enc),
  }
}

function decapsulate(
  parts: XWingParts,
  lattice: LatticeKey,
  curve: CurveKey,
  enc: Uint8Array,
): Uint8Array | null {
  if (enc.length !== LATTICE_CIPHERTEXT_BYTES + 32) return null
  const point = enc.subarray(LATTICE_CIPHERTEXT_BYTES)
  const agreed = curve.agree(point)
  if (agreed === null) return null
  const latticeSecret = lattice.decapsulate(enc.subarray(0, LATTICE_CIPHERTEXT_BYTES))
  return combine(parts, latticeSecret, agreed, point, curve.publicKey)
}

/** EncapsulateDerand: 32 bytes of randomness for ML-KEM, then 32 for X25519. */
export function xWingEncapsulate(
  parts: XWingParts,
  publicKey: Uint8Array,
  randomness: Uint8Array,
): Encapsulation | null {
  mustHave(randomness, 64, 'the randomness of X-Wing')
  if (publicKey.length !== LATTICE_KEY_BYTES + 32) return null
  const point = publicKey.subarray(LATTICE_KEY_BYTES)
  const ephemeral = parts.curve(randomness.subarray(32))
  const agreed = ephemeral.agree(point)
  if (agreed === null) return null
  const latticeKey = publicKey.subarray(0, LATTICE_KEY_BYTES)
  const lattice = parts.latticeEncapsulate(latticeKey, randomness.subarray(0, 32))
  if (lattice === null) return null
  return {
    enc: concat(lattice.ciphertext, ephemeral.publicKey),
    sharedSecret: combine(parts, lattice.sharedSecret, agreed, ephemeral.publicKey, point),
  }
}

function combine(
  parts: XWingParts,
  latticeSecret: Uint8Array,
  agreed: Uint8Array,
  ephemeralPoint: Uint8Array,
  recipientPoint: Uint8Array,
): Uint8Array {
  return parts.sha3(concat(latticeSecret, agreed, ephemeralPoint, recipientPoint, X_WING_LABEL))
}
