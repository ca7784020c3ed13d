import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat } from '../../src/bytes/concat.ts'
import { Cursor } from '../../src/bytes/cursor.ts'
import { fromUtf8, utf8 } from '../../src/bytes/utf8.ts'
import { Writer } from '../../src/bytes/writer.ts'
import { LABELS } from '../../src/suite/labels.ts'
import { openDsse, signDsse } from '../../src/wire/dsse.ts'
import {
  type Batch,
  BATCH_MOST_ITEMS,
  type BatchDraft,
  ITEM_BYTES,
  openBatch,
  sealBatch,
} from '../../src/wire/batch.ts'
import { codeOf, flipped, scene, suite } from './scene.ts'

const { env, made, statement } = scene('batch')
const [mix1, mix2] = made.mixIdentities
const draft: BatchDraft = {
  organisation: made.id,
  mix: 'mix-1',
  statement: statement.hash,
  epoch: statement.number,
  number: 12,
  previous: new Uint8Array(32),
  input: env.random(32),
  in: 5,
  refused: 3,
}
const many = (count: number, bytes: number): Uint8Array[] =>
  Array.from({ length: count }, () => env.random(bytes))
const items = many(4, ITEM_BYTES['mix-1'])
const bytes = sealBatch(suite, mix1, draft, items)
const open = (from: Uint8Array): Batch =>
  openBatch(suite, from, mix1.publicKey, ITEM_BYTES['mix-1'])
const bodyAt = bytes.length - 4 * ITEM_BYTES['mix-1']

test('a batch comes back as it was sealed', () => {
  const batch = open(bytes)
  expect(batch.items).toEqual(items)
  const body = suite.sha256(concat(...items))
  expect(batch.header).toEqual({ ...draft, out: 4, body })
  expect(batch.headerHash).toEqual(suite.sha256(bytes.subarray(4, bodyAt)))
})

test('mix 2 puts out envelopes, and an empty batch is a batch', () => {
  const second = { ...draft, mix: 'mix-2' as const, in: 20, refused: 0 }
  const sealed = sealBatch(suite, mix2, second, many(2, ITEM_BYTES['mix-2']))
  expect(openBatch(suite, sealed, mix2.publicKey, ITEM_BYTES['mix-2']).items).toHaveLength(2)
  const empty = sealBatch(suite, mix2, { ...second, in: 0 }, [])
  expect(openBatch(suite, empty, mix2.publicKey, ITEM_BYTES['mix-2']).items).toEqual([])
})

test('the header of mix 2 has no place for what it dropped (M7)', () => {
  const second = { ...draft, mix: 'mix-2' as const, refused: 1 }
  expect(() => sealBatch(suite, mix2, second, [])).toThrow(TypeError)
})

test('mix 1 cannot put out less than it accepted', () => {
  expect(() => sealBatch(suite, mix1, { ...draft, refused: 0 }, items)).toThrow(TypeError)
  expect(() => sealBatch(suite, mix1, { ...draft, refused: 6 }, items)).toThrow(TypeError)
})

test('a batch cut off anywhere is refused, and one with a byte more', () => {
  const anyLength = fc.integer({ min: 0, max: bytes.length - 1 })
  const holds = (length: number): void => {
    expect(codeOf(() => open(bytes.subarray(0, length)))).toBe('bad-batch')
  }
  const edges = [0, 3, 4, bodyAt - 1, bodyAt, bodyAt + 1, bytes.length - ITEM_BYTES['mix-1']]
  fc.assert(fc.property(anyLength, holds), { examples: edges.map((length) => [length]) })
  expect(codeOf(() => open(concat(bytes, Uint8Array.of(0))))).toBe('bad-batch')
})

test('no flipped bit of a batch passes', () => {
  const anyBit = fc.integer({ min: 0, max: 8 * bytes.length - 1 })
  const holds = (bit: number): void => {
    expect(codeOf(() => open(flipped(bytes, bit)))).toBe('bad-batch')
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 200 })
})

test('every bit of the head counts', () => {
  const anyBit = fc.integer({ min: 0, max: 8 * bodyAt - 1 })
  const holds = (bit: number): void => {
    expect(codeOf(() => open(flipped(bytes, bit)))).toBe('bad-batch')
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 200 })
})

test('only the mix itself is believed', () => {
  const foreign = sealBatch(suite, mix2, draft, items)
  expect(codeOf(() => open(foreign))).toBe('bad-batch')
})

test('items of another length are refused', () => {
  const wrong = (): unknown => openBatch(suite, bytes, mix1.publicKey, ITEM_BYTES['mix-2'])
  expect(codeOf(wrong)).toBe('bad-batch')
  expect(codeOf(() => sealBatch(suite, mix1, draft, many(4, 100)))).toBe('wrong-size')
})

/** A batch whose header says something else, signed by the mix all the same. */
function resigned(change: (header: string) => string): Uint8Array {
  const cursor = new Cursor(bytes)
  const document = cursor.take(cursor.u32())
  const header = fromUtf8(openDsse(document, LABELS.batch).payload)
  expect(change(header)).not.toBe(header)
  const signed = signDsse([mix1], LABELS.batch, utf8(change(header)))
  return new Writer().u32(signed.length).bytes(signed).bytes(cursor.rest()).finish()
}

test.each([
  ['more items than it holds', /"out":4/, '"out":5'],
  ['fewer items than it holds', /"out":4/, '"out":3'],
  ['counts that do not fit', /"refused":3/, '"refused":0'],
  ['a body that is another', /"body":"[^"]*"/, `"body":"${new Uint8Array(32).toBase64()}"`],
  ['a third mix', /mix-1/, 'mix-3'],
  ['an unknown field', /"in":/, '"covers":9,"in":'],
  ['counts as text', /"in":5/, '"in":"5"'],
])('signed by the mix and yet refused: %s', (_, from, to) => {
  expect(codeOf(() => open(resigned((header) => header.replace(from, to))))).toBe('bad-batch')
})

test('a header that claims to be huge is not read', () => {
  const huge = new Writer().u32(0xffff_ffff).bytes(bytes).finish()
  expect(codeOf(() => open(huge))).toBe('bad-batch')
})

test('more items than its readers take are refused before they are counted', () => {
  const out = `"out":${BATCH_MOST_ITEMS['mix-1'] + 1}`
  const large = resigned((header) => header.replace('"out":4', out))
  expect(() => open(large)).toThrow('items')
})
