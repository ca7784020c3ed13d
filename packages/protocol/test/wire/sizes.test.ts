import { expect, test } from 'vitest'
import * as sizes from '../../src/wire/sizes.ts'
import { MAX_MESSAGE_BYTES } from '../../src/wire/message.ts'
import { MAX_BUNDLE_PAYLOAD_BYTES } from '../../src/wire/bundle.ts'
import { REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import { trayBytes } from '../../src/wire/tray.ts'

test('every size on the wire is the total that spec/wire states', () => {
  expect(sizes.CELL_BYTES).toBe(16_384)
  expect(sizes.LAYER_1_BYTES).toBe(16_376)
  expect(sizes.LAYER_2_BYTES).toBe(15_236)
  expect(sizes.INNER_BYTES).toBe(14_100)
  expect(sizes.ENVELOPE_BYTES).toBe(14_099)
  expect(sizes.FRAGMENT_BYTES).toBe(12_963)
  expect(sizes.SEAL_OVERHEAD_BYTES).toBe(1_136)
  expect(sizes.SLOT_BYTES).toBe(1_024)
  expect(sizes.SLOT_PLAINTEXT_BYTES).toBe(976)
  expect(sizes.RECENT_DROP_BYTES).toBe(212_992)
  expect(sizes.DAY_FILE_BYTES).toBe(196_608)
  expect(sizes.BUNDLE_BYTES).toBe(4_096)
  expect(MAX_BUNDLE_PAYLOAD_BYTES).toBe(4_046)
  expect(MAX_MESSAGE_BYTES).toBe(411_040)
  expect(trayBytes(STANDARD)).toBe(8_448)
  expect(trayBytes(REHEARSAL)).toBe(1_088)
})

test('both columns repeat replies four times and receipts twelve', () => {
  for (const column of [STANDARD, REHEARSAL]) {
    expect(Math.floor(column.replyRepeatForMs / column.replyRepeatMs)).toBe(4)
    expect(Math.floor(column.receiptRepeatForMs / column.receiptRepeatMs)).toBe(12)
  }
})
