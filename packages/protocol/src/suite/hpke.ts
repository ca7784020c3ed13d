import { concat } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { type ContentKey, hpkeSuiteId, keySchedule } from './key-schedule.ts'
import type { KemKey, Suite } from './suite.ts'

/** What an opening gives: the text, and the key that opens this one box again. */
export interface Opened {
  readonly plaintext: Uint8Array
  readonly content: ContentKey
}

const X_WING: Uint8Array = hpkeSuiteId(0x647a)
const ENC_LENGTH = 1_120
const NO_AAD: Uint8Array = new Uint8Array(0)

/**
 * HPKE (RFC 9180) in base mode, single shot: X-Wing (0x647a, draft-ietf-hpke-pq), HKDF-SHA256,
 * ChaCha20-Poly1305. Gives enc ‖ ciphertext, 1,136 bytes longer than the plaintext.
 * Throws PosternError 'bad-kem-key' when the public key is malformed.
 */
export function sealTo(
  env: Env,
  publicKey: Uint8Array,
  info: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const made = env.suite.encapsulate(publicKey, env.random(64))
  if (made === null) throw new PosternError('bad-kem-key')
  const { key, nonce } = keySchedule(env.suite, X_WING, made.sharedSecret, info)
  return concat(made.enc, env.suite.aeadSeal(key, nonce, NO_AAD, plaintext))
}

/** Null when `sealed` was not made for this key and info, or was changed. */
export function openSealed(
  suite: Suite,
  key: KemKey,
  info: Uint8Array,
  sealed: Uint8Array,
): Opened | null {
  const sharedSecret = key.decapsulate(sealed.subarray(0, ENC_LENGTH))
  if (sharedSecret === null) return null
  const content = keySchedule(suite, X_WING, sharedSecret, info)
  const plaintext = openContent(suite, content, sealed)
  return plaintext && { plaintext, content }
}

/** Opens `sealed` by the key of an earlier opening, without the desk's key; null if it is another. */
export function openContent(
  suite: Suite,
  content: ContentKey,
  sealed: Uint8Array,
): Uint8Array | null {
  return suite.aeadOpen(content.key, content.nonce, NO_AAD, sealed.subarray(ENC_LENGTH))
}
