import { toHex } from '../bytes/hex.ts'

/**
 * What a mix or a desk has opened under one key (M4). The persistent one belongs to the shell and
 * enters its keys in the transaction that commits the batch; both run one contract suite.
 */
export interface ReplaySet {
  /** True for the first time this 32-byte key is shown, false for ever after. */
  addIfNew(key: Uint8Array): boolean
}

/** Forgets with the process: for pages, tests and games. */
export class MemoryReplaySet implements ReplaySet {
  readonly #seen = new Set<string>()

  addIfNew(key: Uint8Array): boolean {
    const name = toHex(key)
    if (this.#seen.has(name)) return false
    this.#seen.add(name)
    return true
  }
}
