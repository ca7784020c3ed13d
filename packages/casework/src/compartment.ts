import { type Env, equalBytes, LABELS, prf, type Suite } from '@postern/protocol'

/**
 * - 'desk': all members of the desk.
 * - 'intake': who takes messages in, before anybody else may see them.
 * - 'pair': two members, or one with himself; keys are handed over in it.
 * - 'contact': a contact that not everybody at the desk may see.
 * - 'docket', 'file', 'registry': a case is these three. Who coordinates blind has the docket, who
 *   works on it the file, who may know the sources the registry.
 */
export type CompartmentKind =
  'desk' | 'intake' | 'pair' | 'contact' | 'docket' | 'file' | 'registry'

export const COMPARTMENT_KINDS: readonly CompartmentKind[] = [
  'desk',
  'pair',
  'contact',
  'docket',
  'file',
  'registry',
  'intake',
]

/**
 * What a set of members can read together. Its id is random, stays when its key is turned, never
 * leaves the seal, and binds a signature to the compartment it was made for.
 */
export interface Compartment {
  readonly kind: CompartmentKind
  /** 16 bytes. */
  readonly id: Uint8Array
  /** 32 bytes each, in the order in which one came by them; which of them is in force the fold says. */
  readonly keys: readonly Uint8Array[]
}

export function makeCompartment(env: Env, kind: CompartmentKind): Compartment {
  return { kind, id: env.random(16), keys: [env.random(32)] }
}

/** What a key is called in the log, 16 bytes: whoever has the key knows its name, nobody the reverse. */
export function keyName(suite: Suite, key: Uint8Array): Uint8Array {
  return prf(suite, key, LABELS.compartmentKeyName).subarray(0, 16)
}

/** The same compartment with what `other` knows of its keys. */
export function withKeys(own: Compartment, keys: readonly Uint8Array[]): Compartment {
  const added = keys.filter((key) => own.keys.every((held) => !equalBytes(held, key)))
  return added.length === 0 ? own : { ...own, keys: [...own.keys, ...added] }
}
