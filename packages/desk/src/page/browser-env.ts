import { type Env, uniformBelow } from '@postern/protocol'
import { portableSuite } from '@postern/protocol/portable'

const MOST_AT_ONCE = 65_536

/** The platform's clock and chance, and the portable suite. */
export function browserEnv(): Env {
  return {
    suite: portableSuite,
    nowMs: () => Date.now(),
    random: browserRandom,
    pick: (below) => uniformBelow(browserRandom, below),
  }
}

/** The platform gives at most 65,536 random bytes a call. */
function browserRandom(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += MOST_AT_ONCE)
    crypto.getRandomValues(bytes.subarray(at, at + MOST_AT_ONCE))
  return bytes
}
