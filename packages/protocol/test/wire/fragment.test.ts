import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  decodeFragment,
  encodeFragment,
  type Fragment,
  fragmentFits,
  type FragmentPart,
  signFragment,
} from '../../src/wire/fragment.ts'
import { MAX_FRAGMENTS } from '../../src/wire/parameters.ts'
import { FRAGMENT_BODY_BYTES, FRAGMENT_BYTES } from '../../src/wire/sizes.ts'
import { codeOf, flipped, scene, suite } from './scene.ts'

const { env, made } = scene('fragment')
const [desk, otherDesk] = made.desks
const key = suite.signingKey(env.random(32))
const part: FragmentPart = {
  messageId: env.random(16),
  index: 2,
  count: 3,
  body: env.random(5_000),
}
const fragment = signFragment(key, made.id, desk.id, part)
const bytes = encodeFragment(fragment)

/** Where the fields after the signature begin. */
const INDEX_AT = 32 + 64 + 16

function withField(at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  new DataView(copy.buffer).setUint16(at, value)
  return copy
}

test('a fragment comes back as it was signed', () => {
  expect(bytes.length).toBe(FRAGMENT_BYTES)
  expect(decodeFragment(bytes)).toEqual(fragment)
  expect(fragmentFits(suite, made.id, desk.id, decodeFragment(bytes))).toBe(true)
})

test('every well-cut part has one encoding', () => {
  const parts = fc
    .record({ count: fc.integer({ min: 1, max: MAX_FRAGMENTS }), last: fc.boolean() })
    .chain(({ count, last }) =>
      fc.record({
        count: fc.constant(count),
        index: last || count === 1 ? fc.constant(count - 1) : fc.nat(count - 2),
        length: fc.integer({ min: 1, max: FRAGMENT_BODY_BYTES }),
        messageId: fc.uint8Array({ minLength: 16, maxLength: 16 }),
      }),
    )
  const holds = ({ count, index, length, messageId }: FragmentPart & { length: number }): void => {
    const full = index < count - 1 ? FRAGMENT_BODY_BYTES : length
    const whole: Fragment = { ...fragment, count, index, messageId, body: env.random(full) }
    expect(decodeFragment(encodeFragment(whole))).toEqual(whole)
  }
  const bodies = parts.map((each) => ({ ...each, body: new Uint8Array(0) }))
  fc.assert(fc.property(bodies, holds), { numRuns: 50 })
})

test('the signature binds organisation, desk and every bit', () => {
  expect(fragmentFits(suite, made.id, otherDesk.id, fragment)).toBe(false)
  expect(fragmentFits(suite, new Uint8Array(16), desk.id, fragment)).toBe(false)
  expect(fragmentFits(suite, made.id, desk.id, { ...fragment, index: 0, count: 1 })).toBe(false)
  expect(fragmentFits(suite, made.id, desk.id, { ...fragment, count: 4, index: 3 })).toBe(false)
  const shorter = { ...fragment, body: fragment.body.subarray(0, -1) }
  expect(fragmentFits(suite, made.id, desk.id, shorter)).toBe(false)
  const anyBit = fc.integer({ min: 0, max: 8 * (INDEX_AT + 6 + part.body.length) - 1 })
  const holds = (bit: number): void => {
    const changed = flipped(bytes, bit)
    const refused =
      codeOf(() => decodeFragment(changed)) !== null ||
      !fragmentFits(suite, made.id, desk.id, decodeFragment(changed))
    expect(refused).toBe(true)
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 60 })
})

/** A fragment with a full body, so that nothing but its place can be wrong with it. */
function placed(index: number, count: number): Uint8Array {
  const body = env.random(FRAGMENT_BODY_BYTES)
  const whole = encodeFragment({ ...fragment, index: 0, count: 1, body })
  const view = new DataView(whole.buffer)
  view.setUint16(INDEX_AT, index)
  view.setUint16(INDEX_AT + 2, count)
  return whole
}

test('a full fragment is refused for its place alone', () => {
  expect(codeOf(() => decodeFragment(placed(MAX_FRAGMENTS - 1, MAX_FRAGMENTS)))).toBe(null)
  expect(codeOf(() => decodeFragment(placed(0, MAX_FRAGMENTS + 1)))).toBe('bad-fragment')
  expect(codeOf(() => decodeFragment(placed(3, 3)))).toBe('bad-fragment')
  expect(codeOf(() => decodeFragment(placed(0, 0)))).toBe('bad-fragment')
})

const malformed: [string, Uint8Array, string][] = [
  ['index is count', withField(INDEX_AT, 3), 'bad-fragment'],
  ['count is 0', withField(INDEX_AT + 2, 0), 'bad-fragment'],
  ['count above the bound', withField(INDEX_AT + 2, MAX_FRAGMENTS + 1), 'bad-fragment'],
  ['length above the body', withField(INDEX_AT + 4, FRAGMENT_BODY_BYTES + 1), 'bad-fragment'],
  ['length 0', withField(INDEX_AT + 4, 0), 'bad-fragment'],
  ['length that leaves padding', withField(INDEX_AT + 4, 4_999), 'bad-fragment'],
  ['not full, though not the last', withField(INDEX_AT, 1), 'bad-fragment'],
  ['a padding bit', flipped(bytes, 8 * FRAGMENT_BYTES - 1), 'bad-fragment'],
  ['a byte short', bytes.subarray(1), 'wrong-size'],
  ['a byte long', new Uint8Array(FRAGMENT_BYTES + 1), 'wrong-size'],
]

test.each(malformed)('refused: %s', (_, changed, code) => {
  expect(codeOf(() => decodeFragment(changed))).toBe(code)
})

test('what would be refused is not written either', () => {
  expect(codeOf(() => encodeFragment({ ...fragment, index: 3 }))).toBe('bad-fragment')
  expect(codeOf(() => encodeFragment({ ...fragment, body: new Uint8Array(0) }))).toBe(
    'bad-fragment',
  )
  expect(codeOf(() => encodeFragment({ ...fragment, messageId: new Uint8Array(8) }))).toBe(
    'wrong-size',
  )
})
