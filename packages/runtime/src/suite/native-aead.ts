import { createCipheriv, createDecipheriv } from 'node:crypto'
import { mustHave } from '@postern/protocol'
import { plain } from './plain.ts'

const TAG_BYTES = 16
const CIPHER = 'chacha20-poly1305'
const OPTIONS = { authTagLength: TAG_BYTES } as const

/** ChaCha20-Poly1305 (RFC 8439): ciphertext ‖ tag. */
export function aeadSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  mustHave(key, 32, 'a ChaCha20-Poly1305 key')
  mustHave(nonce, 12, 'its nonce')
  const cipher = createCipheriv(CIPHER, key, nonce, OPTIONS)
  if (aad.length > 0) cipher.setAAD(aad, { plaintextLength: plaintext.length })
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES)
  sealed.set(cipher.update(plaintext))
  cipher.final()
  sealed.set(cipher.getAuthTag(), plaintext.length)
  return sealed
}

/** Null when the tag does not fit, or there is none. */
export function aeadOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | null {
  mustHave(key, 32, 'a ChaCha20-Poly1305 key')
  mustHave(nonce, 12, 'its nonce')
  if (sealed.length < TAG_BYTES) return null
  const length = sealed.length - TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, nonce, OPTIONS)
  if (aad.length > 0) decipher.setAAD(aad, { plaintextLength: length })
  decipher.setAuthTag(sealed.subarray(length))
  const plaintext = decipher.update(sealed.subarray(0, length))
  return tagFits(decipher) ? plain(plaintext) : null
}

function tagFits(decipher: { final(): unknown }): boolean {
  try {
    decipher.final()
    return true
  } catch {
    return false
  }
}
