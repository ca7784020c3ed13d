import { assert, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/bytes/utf8.ts'
import type { Attachment } from '../../src/wire/attachment.ts'
import { type Hand, joinHalves, openHalf, sealOriginal } from '../../src/wire/sealed-original.ts'
import { codeOf, scene, suite } from './scene.ts'

const { env } = scene('sealed original')
const keys = [suite.kemKey(env.random(32)), suite.kemKey(env.random(32))] as const
const custody = [keys[0].publicKey, keys[1].publicKey] as const
const place = { organisation: env.random(16), desk: env.random(16) }
const original = attachment(utf8('the paper as it was'))
const sealed = sealOriginal(env, place, custody, original)
const BOUND = 1 << 20

function attachment(bytes: Uint8Array): Attachment {
  const sha256 = suite.sha256(bytes)
  return { name: 'накладная.pdf', mediaType: 'application/pdf', bytes, sha256, kind: 'original' }
}

function half(hand: Hand, bytes = sealed, key = keys[hand], where = place): Uint8Array | null {
  return openHalf(suite, where, hand, key, bytes)
}

function both(bytes = sealed): [Uint8Array, Uint8Array] {
  return [half(0, bytes) ?? new Uint8Array(32), half(1, bytes) ?? new Uint8Array(32)]
}

const zeros = new Uint8Array(32)

describe('an original sealed for two', () => {
  test('opens with the halves of both hands, and is the original', () => {
    expect(joinHalves(suite, place, both(), sealed, BOUND)).toEqual(original)
  })

  test('whatever it is, comes back as it was', () => {
    assert(
      property(uint8Array({ maxLength: 2_000 }), (bytes) => {
        const made = sealOriginal(env, place, custody, attachment(bytes))
        expect(joinHalves(suite, place, both(made), made, BOUND)?.bytes).toEqual(bytes)
      }),
      { numRuns: 5 },
    )
  })

  test('opens with neither half alone, nor with one and the half of another original', () => {
    const [first, second] = both()
    const [otherFirst, otherSecond] = both(sealOriginal(env, place, custody, original))
    for (const pair of [
      [first, zeros],
      [zeros, second],
      [first, first],
      [first, otherSecond],
      [otherFirst, second],
    ] as const)
      expect(joinHalves(suite, place, pair, sealed, BOUND)).toBeNull()
  })

  test('gives a half only to the hand, the key and the desk it was made for', () => {
    expect(half(0, sealed, keys[1])).toBeNull()
    expect(half(1, sealed, keys[0])).toBeNull()
    expect(half(0, sealed, keys[0], { ...place, desk: env.random(16) })).toBeNull()
    expect(half(0, sealed, keys[0], { ...place, organisation: env.random(16) })).toBeNull()
  })

  test('has fresh halves each time, and nothing of the original in clear', () => {
    const again = sealOriginal(env, place, custody, original)
    expect(both(again)).not.toEqual(both())
    const text = Buffer.from(sealed).toString('latin1')
    for (const said of ['the paper as it was', 'application/pdf', 'накладная'])
      expect(text).not.toContain(Buffer.from(said).toString('latin1'))
  })

  test('changed anywhere, opens nowhere', () => {
    for (const at of [1, 1_168, 1_169, 2_336, 2_337, sealed.length - 1]) {
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(joinHalves(suite, place, both(), changed, BOUND)).toBeNull()
    }
  })

  test('of another version, or cut short, is refused', () => {
    const other = Uint8Array.from(sealed)
    other[0] = 2
    expect(codeOf(() => half(0, other))).toBe('bad-content')
    expect(codeOf(() => half(0, sealed.subarray(0, 2_000)))).toBe('short-input')
    expect(codeOf(() => joinHalves(suite, place, [zeros, new Uint8Array(31)], sealed, 9))).toBe(
      'wrong-size',
    )
  })

  test('that holds no original, or not the whole of it, is refused after opening', () => {
    const lying = { ...original, bytes: utf8('another paper') }
    const nested = { ...original, kind: 'sealed-for-two' } as const
    for (const inside of [lying, nested]) {
      const made = sealOriginal(env, place, custody, inside)
      expect(codeOf(() => joinHalves(suite, place, both(made), made, BOUND))).toBe('bad-content')
    }
  })

  test('stops unfolding at its bound', () => {
    const large = sealOriginal(env, place, custody, attachment(new Uint8Array(100_000)))
    const open = (): unknown => joinHalves(suite, place, both(large), large, 50_000)
    expect(codeOf(open)).toBe('inflated-too-large')
  })

  test('is not sealed to what is no key', () => {
    const wrong = [custody[0], new Uint8Array(1_216).fill(255)] as const
    expect(codeOf(() => sealOriginal(env, place, wrong, original))).toBe('bad-kem-key')
  })
})
