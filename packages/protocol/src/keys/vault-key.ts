import { type Label, LABELS } from '../suite/labels.ts'
import { derive } from '../suite/kdf.ts'
import { scalarFrom } from '../suite/ristretto.ts'
import type { Suite } from '../suite/suite.ts'
import type { Root } from './root.ts'

/** What opens and writes one source's vault, and nothing else of hers. (P4) */
export interface VaultKey {
  /** x, for which Q = x·P in her vault. */
  readonly scalar: bigint
  /** Of the MAC over what the vault holds. */
  readonly check: Uint8Array
  /** Of the mark that tells, layer by layer, whether the head was reached. */
  readonly mark: Uint8Array
}

export function vaultKey(suite: Suite, root: Root): VaultKey {
  const secret = root.vaultSecret(suite)
  const made = (label: Label): Uint8Array => derive(suite, secret, label, new Uint8Array(0), 32)
  return {
    scalar: scalarFrom(secret),
    check: made(LABELS.vaultCheck),
    mark: made(LABELS.vaultMarkKey),
  }
}

/** Whether two keys are of one vault. */
export function isSameVaultKey(a: VaultKey, b: VaultKey): boolean {
  return a.scalar === b.scalar
}
