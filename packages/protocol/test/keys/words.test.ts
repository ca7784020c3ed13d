import { concat, fromHex, seededEnv } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'
import {
  makeWords,
  readWords,
  rootFingerprintWords,
  WORD_LIST,
  wordsOfEntropy,
} from '@postern/protocol/words'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/bytes/utf8.ts'
import { wordsOfBits } from '../../src/keys/word-bits.ts'
import { publishedVectors, VectorRecord } from '../suite/vector-files.ts'

const suite = portableSuite
const bip39 = new VectorRecord(publishedVectors('bip39.json'))
const entropies = fc.uint8Array({ minLength: 10, maxLength: 10 })
const sample = wordsOfEntropy(suite, new Uint8Array(10).fill(0xa5))
const sampleText = sample.join(' ')

describe('the word list', () => {
  it('is the English list of BIP-39, byte for byte', () => {
    const file = utf8(`${WORD_LIST.join('\n')}\n`)
    expect(suite.sha256(file)).toEqual(bip39.bytes('listSha256'))
    expect(new Set(WORD_LIST.map((word) => word.slice(0, 4))).size).toBe(2_048)
  })

  it.each(bip39.records('tests'))('cuts bits into words as BIP-39 does', (vector) => {
    const entropy = vector.bytes('entropy')
    const checksum = (suite.sha256(entropy)[0] ?? 0) & 0xf0
    expect(wordsOfBits(concat(entropy, Uint8Array.of(checksum)))).toEqual(
      vector.text('words').split(' '),
    )
  })
})

describe('eight words (P1)', () => {
  it('bring back the bits they were made of', () => {
    fc.assert(
      fc.property(entropies, (entropy) => {
        const words = wordsOfEntropy(suite, entropy)
        expect(words.length).toBe(8)
        expect(readWords(suite, words.join(' '))).toEqual({ kind: 'words', entropy })
      }),
    )
  })

  it('come from the Env’s chance and are never twice the same', () => {
    const env = seededEnv('words', suite)
    expect(makeWords(env)).toEqual(wordsOfEntropy(suite, seededEnv('words', suite).random(10)))
    expect(new Set(Array.from({ length: 50 }, () => makeWords(env).join(' '))).size).toBe(50)
  })

  it.each([
    ['capitals', sampleText.toUpperCase()],
    ['spaces and lines', `\n  ${sample.join(' \t\n ')}  `],
    ['numbers and full stops', sample.map((word, at) => `${at + 1}. ${word}`).join('\n')],
    ['commas and dashes', sample.join(',–')],
    ['wide letters of an East Asian keyboard', sampleText.replaceAll(/[a-z]/g, wide)],
    ['accents that a keyboard put there', sampleText.replaceAll('e', 'é')],
    ['invisible characters of a paste', sample.join('\u00A0\u200B')],
    ['a soft hyphen inside', sampleText.replace('e', '\u00ADe')],
  ])('are read through %s', (_, text) => {
    expect(readWords(suite, text).kind).toBe('words')
  })

  it('a word exchanged for another of the list is caught 255 times of 256', () => {
    const outcomes = sample.flatMap((meant, place) =>
      WORD_LIST.filter((word) => word !== meant).map(
        (word) => readWords(suite, sample.with(place, word).join(' ')).kind,
      ),
    )
    const unnoticed = outcomes.filter((kind) => kind === 'words').length
    expect(new Set(outcomes)).toEqual(new Set(['slip', 'words']))
    expect(unnoticed / outcomes.length).toBeLessThan(1 / 200)
    expect(unnoticed / outcomes.length).toBeGreaterThan(1 / 340)
  })

  it('two neighbours exchanged are a slip', () => {
    const [first = '', second = '', ...rest] = sample
    expect(readWords(suite, [second, first, ...rest].join(' '))).toEqual({ kind: 'slip' })
  })

  it('an unknown word is named, with its place and what was meant', () => {
    const typed = sample.with(5, 'abandonn').join(' ')
    expect(readWords(suite, typed)).toEqual({
      kind: 'unknown-word',
      word: 'abandonn',
      position: 5,
      nearest: ['abandon'],
    })
  })

  it('one typing slip in any word is either named with the word meant, or a word or slip', () => {
    const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split(''))
    fc.assert(
      fc.property(fc.nat(7), fc.nat(20), letters, fc.nat(3), (place, at, letter, how) => {
        const meant = sample[place] ?? ''
        const typed = slipped(meant, at % meant.length, letter, how)
        const read = readWords(suite, sample.with(place, typed).join(' '))
        if (WORD_LIST.includes(typed)) expect(['slip', 'words']).toContain(read.kind)
        else expect(read).toMatchObject({ kind: 'unknown-word', word: typed, position: place })
      }),
    )
  })

  it.each([
    ['abandno', 'abandon'],
    ['abadon', 'abandon'],
    ['zooo', 'zoo'],
    ['lettr', 'letter'],
    ['wrnog', 'wrong'],
  ])('%s is likely %s', (typed, meant) => {
    const read = readWords(suite, typed)
    expect(read.kind === 'unknown-word' && read.nearest[0]).toBe(meant)
  })

  it.each([
    ['nothing like it', 'qqqqqqq'],
    ['very long', 'a'.repeat(100_000)],
    ['another script', 'слово'],
  ])('%s has no neighbour', (_, typed) => {
    expect(readWords(suite, typed)).toMatchObject({ kind: 'unknown-word', nearest: [] })
  })

  it.each([
    ['', 0],
    ['zoo', 1],
    [sample.slice(0, 7).join(' '), 7],
    [`${sampleText} zoo`, 9],
  ])('%j is the wrong count', (text, count) => {
    expect(readWords(suite, text)).toEqual({ kind: 'wrong-count', count })
  })
})

describe('the root’s fingerprint (B5)', () => {
  const key = fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')

  it('is twelve words of the list, always the same for one key', () => {
    const words = rootFingerprintWords(suite, key)
    expect(words.length).toBe(12)
    expect(words.filter((word) => !WORD_LIST.includes(word))).toEqual([])
    expect(rootFingerprintWords(suite, key)).toEqual(words)
  })

  it('changes in most words with one bit of the key', () => {
    const words = rootFingerprintWords(suite, key)
    const other = rootFingerprintWords(suite, key.with(0, (key[0] ?? 0) ^ 1))
    expect(words.filter((word, at) => word === other[at]).length).toBeLessThan(3)
  })
})

function wide(letter: string): string {
  return String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)
}

/** A letter replaced, put in, left out, or exchanged with the next. */
function slipped(word: string, at: number, letter: string, how: number): string {
  const [before, here, after] = [word.slice(0, at), word.slice(at, at + 1), word.slice(at + 1)]
  if (how === 0) return before + letter + after
  if (how === 1) return before + letter + here + after
  if (how === 2) return before + after
  return before + after.slice(0, 1) + here + after.slice(1)
}
