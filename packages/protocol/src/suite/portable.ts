import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { sha3_256, shake256 } from '@noble/hashes/sha3.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { mustHave } from './must-have.ts'
import { verify } from './portable-verify.ts'
import type { SigningKey, Suite } from './suite.ts'
import {
  type CurveKey,
  type LatticeEncapsulation,
  type LatticeKey,
  type XWingParts,
  xWingEncapsulate,
  xWingKey,
} from './x-wing.ts'

function lattice(seed: Uint8Array): LatticeKey {
  const { publicKey, secretKey } = ml_kem768.keygen(seed)
  return {
    publicKey,
    decapsulate: (ciphertext) => ml_kem768.decapsulate(ciphertext, secretKey),
  }
}

function latticeEncapsulate(
  publicKey: Uint8Array,
  message: Uint8Array,
): LatticeEncapsulation | null {
  const made = orNull(() => ml_kem768.encapsulate(publicKey, message))
  return made && { ciphertext: made.cipherText, sharedSecret: made.sharedSecret }
}

function curve(secret: Uint8Array): CurveKey {
  return {
    publicKey: x25519.getPublicKey(secret),
    agree: (publicKey) => orNull(() => x25519.getSharedSecret(secret, publicKey)),
  }
}

/** X-Wing's primitives in JavaScript; the native suite takes what node:crypto does not offer. */
export const portableXWing: XWingParts = {
  lattice,
  latticeEncapsulate,
  curve,
  sha3: (bytes) => sha3_256(bytes),
  shake256: (bytes, length) => shake256(bytes, { dkLen: length }),
}

function cipher(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
): ReturnType<typeof chacha20poly1305> {
  mustHave(key, 32, 'a ChaCha20-Poly1305 key')
  mustHave(nonce, 12, 'its nonce')
  return chacha20poly1305(key, nonce, aad)
}

function signingKey(seed: Uint8Array): SigningKey {
  mustHave(seed, 32, 'an Ed25519 seed')
  return {
    publicKey: ed25519.getPublicKey(seed),
    sign: (message) => ed25519.sign(message, seed),
  }
}

function orNull<T>(attempt: () => T): T | null {
  try {
    return attempt()
  } catch {
    return null
  }
}

/** SHA-256 of what is too large to be held at once. */
export interface RunningHash {
  update(piece: Uint8Array): void
  digest(): Uint8Array
}

export function runningSha256(): RunningHash {
  const hash = sha256.create()
  return { update: (piece) => void hash.update(piece), digest: () => hash.digest() }
}

/** The suite in JavaScript alone (noble): pages, tests and games. */
export const portableSuite: Suite = {
  sha256: (...pieces) =>
    pieces.reduce((hash, piece) => hash.update(piece), sha256.create()).digest(),
  hmacSha256: (key, ...pieces) =>
    pieces.reduce((mac, piece) => mac.update(piece), hmac.create(sha256, key)).digest(),
  hkdfSha256: (ikm, salt, info, length) => hkdf(sha256, ikm, salt, info, length),
  aeadSeal: (key, nonce, aad, plaintext) => cipher(key, nonce, aad).encrypt(plaintext),
  aeadOpen: (key, nonce, aad, ciphertext) => {
    const opener = cipher(key, nonce, aad)
    return orNull(() => opener.decrypt(ciphertext))
  },
  signingKey,
  verify,
  kemKey: (seed) => xWingKey(portableXWing, seed),
  encapsulate: (publicKey, randomness) => xWingEncapsulate(portableXWing, publicKey, randomness),
}
