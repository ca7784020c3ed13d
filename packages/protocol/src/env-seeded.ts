import { uniformBelow } from './bytes/uniform.ts'
import { utf8 } from './bytes/utf8.ts'
import { Writer } from './bytes/writer.ts'
import type { Env } from './env.ts'
import { LABELS, labelBytes } from './suite/labels.ts'
import type { Suite } from './suite/suite.ts'

/** An Env whose clock stands until it is moved. */
export type SeededEnv = Env & {
  advance(ms: number): void
}

const START_MS = 1_800_000_000_000
const BLOCK_BYTES = 4_096

/**
 * For tests and games: one seed, one future, the same under either suite. Never in production,
 * where who knows the seed knows every key.
 */
export function seededEnv(
  seed: string | Uint8Array,
  suite: Suite,
  startMs: number = START_MS,
): SeededEnv {
  const random = seededStream(seed, suite)
  let nowMs = startMs
  return {
    suite,
    random,
    nowMs: () => nowMs,
    pick: (below) => uniformBelow(random, below),
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** The ChaCha20 key stream under SHA-256(label ‖ seed), read off in order. */
function seededStream(seed: string | Uint8Array, suite: Suite): (length: number) => Uint8Array {
  const seedBytes = typeof seed === 'string' ? utf8(seed) : seed
  const key = suite.sha256(labelBytes(LABELS.seededEnv), seedBytes)
  let counter = 0
  let block: Uint8Array = new Uint8Array(0)
  return (length) => {
    const made = new Uint8Array(length)
    for (let at = 0; at < length;) {
      if (block.length === 0) block = keyStream(suite, key, counter++)
      const piece = block.subarray(0, length - at)
      made.set(piece, at)
      block = block.subarray(piece.length)
      at += piece.length
    }
    return made
  }
}

function keyStream(suite: Suite, key: Uint8Array, counter: number): Uint8Array {
  const nonce = new Writer().u32(0).u64(counter).finish()
  const zeros = new Uint8Array(BLOCK_BYTES)
  return suite.aeadSeal(key, nonce, new Uint8Array(0), zeros).subarray(0, BLOCK_BYTES)
}
