import { expect, test } from 'vitest'
import { concat } from '../../src/bytes/concat.ts'
import { decodeDay, decodeDrop } from '../../src/wire/drop.ts'
import { RECENT_DROP_BYTES } from '../../src/wire/sizes.ts'
import {
  dayOfInterval,
  deskOfInterval,
  intervalNumber,
  intervalsOfDay,
} from '../../src/wire/interval.ts'
import { type Parameters, REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import {
  decodeTray,
  decodeTrayPack,
  encodeTray,
  encodeTrayPack,
  trayBytes,
} from '../../src/wire/tray.ts'
import { codeOf, scene } from './scene.ts'

const { env } = scene('drop')
const many = (count: number, bytes: number): Uint8Array[] =>
  Array.from({ length: count }, () => env.random(bytes))
const ONE = Uint8Array.of(0)

test('a drop and a day file are their slots and receipts, one after another', () => {
  const [slots, receipts] = [many(192, 1_024), many(2_048, 8)]
  expect(decodeDrop(concat(...slots, ...receipts))).toEqual({ slots, receipts })
  expect(decodeDay(concat(...slots))).toEqual(slots)
})

test('a drop of another size is corrupted', () => {
  const bytes = env.random(RECENT_DROP_BYTES)
  for (const other of [bytes.subarray(1), concat(bytes, ONE), new Uint8Array(0)])
    expect(codeOf(() => decodeDrop(other))).toBe('wrong-size')
  for (const other of [bytes.subarray(0, 196_607), bytes.subarray(0, 196_609)])
    expect(codeOf(() => decodeDay(other))).toBe('wrong-size')
})

test.each([STANDARD, REHEARSAL])('trays travel in packs of the column %#', (column) => {
  const tray = (): Uint8Array =>
    encodeTray(many(column.newSlots, 1_024), many(column.newReceipts, 8))
  const trays = Array.from({ length: column.traysAhead }, tray)
  const pack = encodeTrayPack(360_000_002, trays)
  expect(pack.length).toBe(8 + 24 * trayBytes(column))
  expect(decodeTrayPack(column, pack)).toEqual({ firstInterval: 360_000_002, trays })
  const [first] = trays
  if (first === undefined) throw new TypeError('no tray')
  const { slots, receipts } = decodeTray(column, first)
  expect(encodeTray(slots, receipts)).toEqual(first)
  for (const other of [pack.subarray(1), concat(pack, ONE), pack.subarray(0, 8)])
    expect(codeOf(() => decodeTrayPack(column, other))).toBe('wrong-size')
  expect(codeOf(() => decodeTray(column, first.subarray(1)))).toBe('wrong-size')
})

test('trays of unlike sizes make no pack', () => {
  expect(codeOf(() => encodeTrayPack(0, [new Uint8Array(8), new Uint8Array(9)]))).toBe('wrong-size')
  expect(codeOf(() => encodeTray([new Uint8Array(1_023)], []))).toBe('wrong-size')
  expect(codeOf(() => encodeTray([], [new Uint8Array(9)]))).toBe('wrong-size')
})

test('a first interval that no number holds is refused', () => {
  const pack = new Uint8Array(8 + 24 * trayBytes(REHEARSAL)).fill(0xff)
  expect(codeOf(() => decodeTrayPack(REHEARSAL, pack))).toBe('number-too-large')
})

test('a day is 192 new slots in either column', () => {
  const hoursOf = (column: Parameters): number =>
    (intervalsOfDay(column) * column.dropIntervalMs) / 3_600_000
  expect(hoursOf(STANDARD)).toBe(24)
  expect(hoursOf(REHEARSAL) * 60).toBe(16)
  expect(dayOfInterval(STANDARD, 47)).toBe(1)
  expect(dayOfInterval(STANDARD, 48)).toBe(2)
  expect(intervalNumber(STANDARD, 3_600_000 * 5 - 1)).toBe(4)
  expect(intervalNumber(STANDARD, 3_600_000 * 5)).toBe(5)
})

test('intervals go round the desks', () => {
  expect([0, 1, 2, 3, 4].map((n) => deskOfInterval(n, 3))).toEqual([0, 1, 2, 0, 1])
  expect(() => deskOfInterval(1, 0)).toThrow(TypeError)
})
