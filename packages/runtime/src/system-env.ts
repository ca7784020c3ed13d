import { randomFillSync } from 'node:crypto'
import { uniformBelow, type Env } from '@postern/protocol'
import { nativeSuite } from './suite/native-suite.ts'

/**
 * The Env of production: the system's clock, its random source, native cryptography.
 * `offsetMs` moves the clock (tests of what happens after 40 days); 0 in real use.
 */
export function systemEnv(clock: { offsetMs: number } = { offsetMs: 0 }): Env {
  return {
    nowMs: () => Date.now() + clock.offsetMs,
    random: systemRandom,
    pick: (below) => uniformBelow(systemRandom, below),
    suite: nativeSuite,
  }
}

function systemRandom(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
}
