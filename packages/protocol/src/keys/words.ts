import { concat } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { nearestWords } from './nearest-words.ts'
import { bitsOfWords, isListed, wordsOfBits } from './word-bits.ts'

export { rootFingerprintWords } from './fingerprint.ts'
export { WORD_LIST, wordsOfBits } from './word-bits.ts'

export const WORD_COUNT = 8
export const ENTROPY_BYTES = 10

/** What eight typed words turn out to be. Positions count from 0. */
export type ReadWords =
  | { readonly kind: 'words'; readonly entropy: Uint8Array }
  | {
      readonly kind: 'unknown-word'
      readonly word: string
      readonly position: number
      /** Up to three words it may have been meant for, nearest first. */
      readonly nearest: readonly string[]
    }
  | { readonly kind: 'wrong-count'; readonly count: number }
  | { readonly kind: 'slip' }

/** Eight words from 80 random bits (P1). They are made, never chosen. */
export function makeWords(env: Env): string[] {
  return wordsOfEntropy(env.suite, env.random(ENTROPY_BYTES))
}

/** 80 bits and 8 check bits, eleven to a word (P1). */
export function wordsOfEntropy(suite: Suite, entropy: Uint8Array): string[] {
  if (entropy.length !== ENTROPY_BYTES) throw new TypeError('the words hold 10 bytes')
  return wordsOfBits(concat(entropy, Uint8Array.of(checkByte(suite, entropy))))
}

/**
 * Reads words as people type them: any case, any separators, numbers before them. A word that is
 * of the list but not the one meant gives 'slip' 255 times of 256, before any slow derivation (P1).
 */
export function readWords(suite: Suite, text: string): ReadWords {
  const words = typedWords(text)
  const position = words.slice(0, WORD_COUNT).findIndex((word) => !isListed(word))
  const word = words[position]
  if (word !== undefined)
    return { kind: 'unknown-word', word, position, nearest: nearestWords(word) }
  if (words.length !== WORD_COUNT) return { kind: 'wrong-count', count: words.length }
  return readListed(suite, words)
}

function readListed(suite: Suite, words: readonly string[]): ReadWords {
  const bytes = bitsOfWords(words)
  const entropy = bytes.slice(0, ENTROPY_BYTES)
  const fits = bytes[ENTROPY_BYTES] === checkByte(suite, entropy)
  return fits ? { kind: 'words', entropy } : { kind: 'slip' }
}

/** Accents and invisible characters go first, then everything that is no letter separates. */
function typedWords(text: string): string[] {
  const letters = text.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}]/gu, '')
  return letters.toLowerCase().match(/\p{L}+/gu) ?? []
}

/** SHA-256(label ‖ the 10 bytes)[0]. */
function checkByte(suite: Suite, entropy: Uint8Array): number {
  return suite.sha256(labelBytes(LABELS.wordsCheck), entropy)[0] ?? 0
}
