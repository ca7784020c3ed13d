import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LABELS } from '../../src/suite/labels.ts'
import {
  emptyBundle,
  MAX_BUNDLE_PAYLOAD_BYTES,
  openBundle,
  sealBundle,
} from '../../src/wire/bundle.ts'
import { sealBox } from '../../src/wire/salted-box.ts'
import { BUNDLE_BYTES, BUNDLE_PLAINTEXT_BYTES } from '../../src/wire/sizes.ts'
import { codeOf, flipped, scene, suite } from './scene.ts'

const { env } = scene('bundle')
const key = env.random(32)
const payload = env.random(700)
const bundle = sealBundle(env, key, payload)

test('any payload comes back in a bundle of one size', () => {
  const holds = (any: Uint8Array): void => {
    const sealed = sealBundle(env, key, any)
    expect(sealed.length).toBe(BUNDLE_BYTES)
    expect(openBundle(suite, key, sealed)).toEqual(any)
  }
  const full = env.random(MAX_BUNDLE_PAYLOAD_BYTES)
  const payloads = fc.uint8Array({ maxLength: MAX_BUNDLE_PAYLOAD_BYTES })
  fc.assert(fc.property(payloads, holds), { numRuns: 30, examples: [[full], [new Uint8Array(0)]] })
})

test('who lacks the key sees what an empty tick is', () => {
  const empty = emptyBundle(env)
  expect(empty.length).toBe(bundle.length)
  expect(openBundle(suite, env.random(32), bundle)).toBe(null)
  expect(openBundle(suite, key, empty)).toBe(null)
})

test('no flipped bit and no other size opens', () => {
  const anyBit = fc.integer({ min: 0, max: 8 * BUNDLE_BYTES - 1 })
  fc.assert(
    fc.property(anyBit, (bit) => {
      expect(openBundle(suite, key, flipped(bundle, bit))).toBe(null)
    }),
  )
  expect(openBundle(suite, key, bundle.subarray(1))).toBe(null)
  expect(openBundle(suite, key, new Uint8Array(BUNDLE_BYTES + 1))).toBe(null)
})

test('a payload that is too large is refused', () => {
  const large = new Uint8Array(MAX_BUNDLE_PAYLOAD_BYTES + 1)
  expect(codeOf(() => sealBundle(env, key, large))).toBe('bundle-too-large')
})

test('a length beyond the end and padding that is not zero are nothing', () => {
  const sealed = (plaintext: Uint8Array): Uint8Array =>
    sealBox(
      env,
      { tagKey: LABELS.bundleTagKey, tag: LABELS.bundleTag, key: LABELS.bundleKey },
      key,
      plaintext,
    )
  const plain = new Uint8Array(BUNDLE_PLAINTEXT_BYTES)
  expect(openBundle(suite, key, sealed(plain))).toEqual(new Uint8Array(0))
  expect(openBundle(suite, key, sealed(plain.subarray(96)))).toBe(null)
  expect(openBundle(suite, key, sealed(Uint8Array.from(plain).fill(0xff, 0, 2)))).toBe(null)
  expect(openBundle(suite, key, sealed(Uint8Array.from(plain).fill(1, 100, 101)))).toBe(null)
})

test('a slot is no bundle: the labels differ though the box is one', () => {
  const plain = new Uint8Array(BUNDLE_PLAINTEXT_BYTES)
  const slotLike = sealBox(
    env,
    { tagKey: LABELS.slotTagKey, tag: LABELS.slotTag, key: LABELS.slotKey },
    key,
    plain,
  )
  expect(openBundle(suite, key, slotLike)).toBe(null)
})
