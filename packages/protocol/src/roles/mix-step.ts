import type { KemKey, Suite } from '../suite/suite.ts'
import { cellEpoch, cellLayer1 } from '../wire/cell.ts'
import type { MixRoleName } from '../wire/key-offer.ts'
import { layer1Enc, openLayer1, openLayer2, sealedEnc } from '../wire/layer.ts'
import { CELL_BYTES, LAYER_2_BYTES } from '../wire/sizes.ts'
import { stampFits } from '../wire/stamp.ts'
import type { ReplaySet } from './replay-set.ts'

export type MixRole = MixRoleName

/** The first byte of an inner that is not cover. */
const KIND_REAL = 1

/** What opening goes by: all of one statement. A plain value, fit to be sent to a worker thread. */
export interface OpeningRules {
  readonly role: MixRole
  readonly epoch: number
  readonly statementHash: Uint8Array
  readonly stampBits: number
}

/** One item whose layer opened; whether it is new is not yet known. */
export interface OpenedItem {
  /** SHA-256 of the layer's `enc`: 32 bytes. */
  readonly replayKey: Uint8Array
  /** A layer-2 item from mix 1, an inner from mix 2. */
  readonly inner: Uint8Array
}

/** What a batch gave, in input order, before noise and shuffle. */
export interface Admitted {
  readonly items: readonly Uint8Array[]
  /** Failed and repeated items together, the one count of them that there is. (M3) */
  readonly refused: number
}

/** The size of what each mix takes in. */
export const MIX_INPUT_BYTES: Record<MixRole, number> = {
  'mix-1': CELL_BYTES,
  'mix-2': LAYER_2_BYTES,
}

/**
 * Opens one layer of one item; null if anything about it is wrong. Stamp and epoch are asked first
 * (mix 1), because they are cheap, and the replay set last, in `admit` [a garbled copy that came
 * first would burn the true cell]. Pure, so that worker threads can do it. (M3)
 */
export function openItem(
  suite: Suite,
  key: KemKey,
  rules: OpeningRules,
  item: Uint8Array,
): OpenedItem | null {
  if (item.length !== MIX_INPUT_BYTES[rules.role]) return null
  return rules.role === 'mix-1'
    ? openCell(suite, key, rules, item)
    : openSecond(suite, key, rules, item)
}

function openCell(
  suite: Suite,
  key: KemKey,
  rules: OpeningRules,
  cell: Uint8Array,
): OpenedItem | null {
  if (!stampFits(suite, cell, rules.stampBits) || cellEpoch(cell) !== rules.epoch) return null
  const layer = cellLayer1(cell)
  const opened = openLayer1(suite, key, rules.statementHash, layer)
  return opened && openedItem(suite, layer1Enc(layer), opened.plaintext)
}

function openSecond(
  suite: Suite,
  key: KemKey,
  rules: OpeningRules,
  layer: Uint8Array,
): OpenedItem | null {
  const opened = openLayer2(suite, key, rules.statementHash, layer)
  return opened && openedItem(suite, sealedEnc(layer), opened.plaintext)
}

function openedItem(suite: Suite, enc: Uint8Array, inner: Uint8Array): OpenedItem {
  return { replayKey: suite.sha256(enc), inner }
}

/**
 * Enters what opened into the replay set, in input order: the first one wins, what did not open
 * leaves no mark. (M4)
 */
export function admit(replaySet: ReplaySet, opened: readonly (OpenedItem | null)[]): Admitted {
  const items = opened.flatMap((one) =>
    one !== null && replaySet.addIfNew(one.replayKey) ? [one.inner] : [],
  )
  return { items, refused: opened.length - items.length }
}

/**
 * Mix 2's envelopes out of its admitted inners. Cover goes without a count, and what is of neither
 * kind goes with it: how many there were can be read nowhere. (M7)
 */
export function keepEnvelopes(inners: readonly Uint8Array[]): Uint8Array[] {
  return inners.filter((inner) => inner[0] === KIND_REAL).map((inner) => inner.subarray(1))
}
