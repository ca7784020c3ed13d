import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../../src/bytes/hex.ts'
import { LABELS } from '../../src/suite/labels.ts'
import { receipt } from '../../src/wire/receipt.ts'
import { sealBox } from '../../src/wire/salted-box.ts'
import { SLOT_BYTES, SLOT_PLAINTEXT_BYTES, SLOT_TEXT_BYTES } from '../../src/wire/sizes.ts'
import {
  cutReply,
  joinReply,
  MAX_REPLY_BYTES,
  MAX_REPLY_SLOTS,
  openSlot,
  sealSlot,
  type SlotPart,
} from '../../src/wire/slot.ts'
import { codeOf, flipped, scene, suite } from './scene.ts'

const { env } = scene('slot')
const seed = env.random(32)
const replyId = env.random(8)
const part: SlotPart = { replyId, index: 0, count: 1, text: env.random(200) }
const slot = sealSlot(env, seed, part)

/** Text that hardly deflates. */
const noise = (bytes: number): string => toHex(env.random(bytes / 2))

test('a slot opens under its seed and under no other', () => {
  expect(slot.length).toBe(SLOT_BYTES)
  expect(openSlot(suite, seed, slot)).toEqual(part)
  expect(openSlot(suite, env.random(32), slot)).toBe(null)
  expect(openSlot(suite, seed, env.random(SLOT_BYTES))).toBe(null)
  expect(openSlot(suite, seed, slot.subarray(1))).toBe(null)
})

test('the same part never looks the same: salt, tag and text are fresh every time (R1)', () => {
  const again = sealSlot(env, seed, part)
  expect(again.subarray(0, 16)).not.toEqual(slot.subarray(0, 16))
  expect(again.subarray(16, 32)).not.toEqual(slot.subarray(16, 32))
  expect(again.subarray(32, -16)).not.toEqual(slot.subarray(32, -16))
  expect(openSlot(suite, seed, again)).toEqual(part)
})

test('no flipped bit of a slot opens', () => {
  const anyBit = fc.integer({ min: 0, max: 8 * SLOT_BYTES - 1 })
  fc.assert(
    fc.property(anyBit, (bit) => {
      expect(openSlot(suite, seed, flipped(slot, bit))).toBe(null)
    }),
  )
})

function sealedRaw(fields: {
  index: number
  count: number
  length: number
  fill?: number
}): Uint8Array {
  const plaintext = new Uint8Array(SLOT_PLAINTEXT_BYTES)
  const view = new DataView(plaintext.buffer)
  view.setUint8(8, fields.index)
  view.setUint8(9, fields.count)
  view.setUint16(10, fields.length)
  plaintext.fill(fields.fill ?? 0, 12)
  return sealBox(
    env,
    { tagKey: LABELS.slotTagKey, tag: LABELS.slotTag, key: LABELS.slotKey },
    seed,
    plaintext,
  )
}

test.each([
  ['index is count', { index: 1, count: 1, length: 10 }],
  ['count is 0', { index: 0, count: 0, length: 10 }],
  ['count above the bound', { index: 16, count: 17, length: 10 }],
  ['length above the text', { index: 0, count: 1, length: SLOT_TEXT_BYTES + 1 }],
  ['length 0', { index: 0, count: 1, length: 0 }],
  ['not full, though not the last', { index: 0, count: 2, length: 10 }],
  ['padding that is not zero', { index: 0, count: 1, length: 10, fill: 1 }],
])('sealed under the seed and yet nothing: %s', (_, fields) => {
  expect(openSlot(suite, seed, sealedRaw(fields))).toBe(null)
})

test('a well-formed raw slot does open, so the refusals above mean something', () => {
  expect(openSlot(suite, seed, sealedRaw({ index: 0, count: 1, length: 10 }))?.text).toHaveLength(
    10,
  )
})

test('a reply of 1,500 Persian characters comes back from its slots in any order', () => {
  const text = `${'ما نوشتهٔ شما را خواندیم و می‌پرسیم. '.repeat(40)}${noise(3_000)}`
  const parts = cutReply(replyId, text)
  expect(parts.length).toBeGreaterThan(1)
  const order = fc.shuffledSubarray([...parts, ...parts], { minLength: 2 * parts.length })
  const holds = (any: SlotPart[]): void => {
    expect(joinReply(any)).toBe(text)
  }
  fc.assert(fc.property(order, holds), { numRuns: 20 })
})

test('any text comes back, the empty one too', () => {
  const holds = (text: string): void => {
    const sealed = cutReply(replyId, text).map((each) => sealSlot(env, seed, each))
    const opened = sealed.map((each) => openSlot(suite, seed, each) ?? part)
    expect(joinReply(opened)).toBe(text)
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), holds), { numRuns: 30 })
})

test('while a slot is missing there is no reply', () => {
  const parts = cutReply(replyId, noise(4_000))
  expect(joinReply([])).toBe(null)
  expect(joinReply(parts.slice(1))).toBe(null)
  expect(joinReply(parts.slice(0, -1))).toBe(null)
})

test('slots of two replies do not make one', () => {
  const [first] = cutReply(replyId, noise(3_000))
  const [, second] = cutReply(env.random(8), noise(3_000))
  if (first === undefined || second === undefined) throw new TypeError('no slots')
  expect(codeOf(() => joinReply([first, second]))).toBe('mixed-slots')
})

test('a reply has a bound in slots and in text', () => {
  expect(codeOf(() => cutReply(replyId, noise(MAX_REPLY_SLOTS * SLOT_TEXT_BYTES * 2)))).toBe(
    'reply-too-long',
  )
  expect(codeOf(() => cutReply(replyId, 'x'.repeat(MAX_REPLY_BYTES + 1)))).toBe('reply-too-long')
  expect(codeOf(() => cutReply(replyId, 'x'.repeat(MAX_REPLY_BYTES)))).toBe(null)
})

test('a receipt depends on seed, number and repeat, and says nothing without the seed', () => {
  const all = [0, 1, 2].flatMap((n) => [0, 1, 2].map((r) => toHex(receipt(suite, seed, n, r))))
  expect(new Set(all).size).toBe(9)
  expect(all.every((each) => each.length === 16)).toBe(true)
  expect(receipt(suite, seed, 1, 2)).toEqual(receipt(suite, seed, 1, 2))
  expect(receipt(suite, env.random(32), 1, 2)).not.toEqual(receipt(suite, seed, 1, 2))
})
