import { expect, test } from 'vitest'
import * as sizes from '../../src/wire/sizes.ts'
import { MAX_MESSAGE_BYTES } from '../../src/wire/message.ts'
import { MAX_BUNDLE_PAYLOAD_BYTES } from '../../src/wire/bundle.ts'
import { REHEARSAL, STANDARD } from '../../src/wire/parameters.ts'
import { chooseErrands } from '../../src/roles/errand-choice.ts'
import type { HandOver } from '../../src/roles/reply-queue.ts'
import { trayBytes } from '../../src/wire/tray.ts'

const id = new Uint8Array(32)

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

/** How often something is handed over that is served the moment it is due, and a little later. */
function handOvers(everyMs: number, forMs: number, delayMs: number): number {
  const errand = { conversation: id, accepted: true, seed: id }
  let handed: HandOver | null = null
  for (let count = 0; ; count++) {
    const timeMs: number = handed === null ? 0 : handed.lastMs + everyMs + delayMs
    if (chooseErrands([{ ...errand, handed }], { everyMs, forMs }, timeMs, 1).length === 0)
      return count
    handed = { firstMs: 0, lastMs: timeMs }
  }
}

test('both columns hand an answer over five times and a receipt twelve times (R7)', () => {
  for (const column of [STANDARD, REHEARSAL]) {
    const { replyRepeatMs, replyRepeatForMs, receiptRepeatMs, receiptRepeatForMs } = column
    expect(handOvers(replyRepeatMs, replyRepeatForMs, 0)).toBe(5)
    expect(handOvers(replyRepeatMs, replyRepeatForMs, replyRepeatMs / 10)).toBe(5)
    expect(handOvers(receiptRepeatMs, receiptRepeatForMs, 0)).toBe(12)
  }
})
