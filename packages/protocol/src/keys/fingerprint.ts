import { LABELS, labelBytes } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { wordsOfBits } from './word-bits.ts'

const FINGERPRINT_WORDS = 12

/**
 * The root key's fingerprint as twelve words, to be printed or read out on air (B5): the first 132
 * bits of SHA-256(label ‖ key), so that nobody finds a second key with the same words.
 */
export function rootFingerprintWords(suite: Suite, rootPublicKey: Uint8Array): string[] {
  const hash = suite.sha256(labelBytes(LABELS.rootFingerprint), rootPublicKey)
  return wordsOfBits(hash).slice(0, FINGERPRINT_WORDS)
}
