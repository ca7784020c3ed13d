import type { OpenedItem, OpeningRules } from '@postern/protocol'

/** What a thread is asked for: one piece of a batch's input. */
export interface OpeningJob {
  readonly rules: OpeningRules
  readonly seed: Uint8Array
  readonly input: Uint8Array
}

/** What it answers, in three buffers that are moved and not copied. */
export interface OpeningResult {
  /** One byte an item: 1 when it opened. */
  readonly flags: Uint8Array<ArrayBuffer>
  /** 32 bytes for each that opened. */
  readonly replayKeys: Uint8Array<ArrayBuffer>
  /** The inners of those that opened, one after another, all of one length. */
  readonly inners: Uint8Array<ArrayBuffer>
}

const KEY_BYTES = 32

export function packOpened(opened: readonly (OpenedItem | null)[]): OpeningResult {
  const kept = opened.filter((item) => item !== null)
  const innerBytes = kept[0]?.inner.length ?? 0
  const replayKeys = new Uint8Array(kept.length * KEY_BYTES)
  const inners = new Uint8Array(kept.length * innerBytes)
  for (const [at, item] of kept.entries()) {
    replayKeys.set(item.replayKey, at * KEY_BYTES)
    inners.set(item.inner, at * innerBytes)
  }
  return { flags: Uint8Array.from(opened, (item) => (item === null ? 0 : 1)), replayKeys, inners }
}

/** Views into the buffers. */
export function unpackOpened(result: OpeningResult): (OpenedItem | null)[] {
  const count = result.replayKeys.length / KEY_BYTES
  const innerBytes = count === 0 ? 0 : result.inners.length / count
  let at = 0
  return Array.from(result.flags, (flag) => {
    if (flag === 0) return null
    const replayKey = result.replayKeys.subarray(at * KEY_BYTES, (at + 1) * KEY_BYTES)
    const inner = result.inners.subarray(at * innerBytes, (at + 1) * innerBytes)
    at++
    return { replayKey, inner }
  })
}
