import { type Env, LABELS, prf, type Suite } from '@postern/protocol'

/**
 * What a set of members can read together: a 32-byte key and the id that follows from it. The id
 * never leaves the seal; it binds a signature to the compartment it was made for.
 */
export interface Compartment {
  readonly key: Uint8Array
  /** 16 bytes. */
  readonly id: Uint8Array
}

export function compartmentOf(suite: Suite, key: Uint8Array): Compartment {
  return { key, id: prf(suite, key, LABELS.compartmentId).subarray(0, 16) }
}

export function makeCompartmentKey(env: Env): Uint8Array {
  return env.random(32)
}
