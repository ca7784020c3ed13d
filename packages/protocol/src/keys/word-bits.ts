import { wordlist } from '@scure/bip39/wordlists/english.js'

const BITS_PER_WORD = 11
const WORD_MASK = 2n ** BigInt(BITS_PER_WORD) - 1n
const positions = new Map(wordlist.map((word, position) => [word, position]))

/** The BIP-39 English list: 2,048 words, no two alike in their first four letters. */
export const WORD_LIST: readonly string[] = wordlist

/** One word for every 11 bits, from the front; bits that are left over are not shown. */
export function wordsOfBits(bytes: Uint8Array): string[] {
  const bits = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const count = Math.floor((bytes.length * 8) / BITS_PER_WORD)
  const spare = bytes.length * 8 - count * BITS_PER_WORD
  return Array.from({ length: count }, (_, at) => {
    const shift = BigInt((count - 1 - at) * BITS_PER_WORD + spare)
    return wordlist[Number((bits >> shift) & WORD_MASK)] ?? ''
  })
}

/** What eight words stand for: 11 bytes. Every word must be of the list. */
export function bitsOfWords(words: readonly string[]): Uint8Array {
  const bits = words.reduce((sum, word) => (sum << BigInt(BITS_PER_WORD)) | index(word), 0n)
  const length = (words.length * BITS_PER_WORD) / 8
  return Uint8Array.from({ length }, (_, at) =>
    Number((bits >> BigInt((length - 1 - at) * 8)) & 0xffn),
  )
}

export function isListed(word: string): boolean {
  return positions.has(word)
}

function index(word: string): bigint {
  const position = positions.get(word)
  if (position === undefined) throw new TypeError('a word that is not of the list')
  return BigInt(position)
}
