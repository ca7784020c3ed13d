/**
 * Where the one vault of this site lies in this browser, there for every reader. Both calls are made
 * at the same moments by everyone; each rejects when the browser refuses or hangs. (P4, V5, V6)
 */
export interface VaultStore {
  /** The vault as it is; null when there is none yet. */
  read(): Promise<Uint8Array | null>
  /** One transaction: what lies there goes to `next`, and what that gives is kept in its place. */
  exchange(next: (stored: Uint8Array | null) => Uint8Array): Promise<void>
}

/** For browsers that keep nothing, and for tests. */
export class VaultOfOneDocument implements VaultStore {
  #stored: Uint8Array | null = null

  read(): Promise<Uint8Array | null> {
    return Promise.resolve(this.#stored)
  }

  exchange(next: (stored: Uint8Array | null) => Uint8Array): Promise<void> {
    this.#stored = next(this.#stored)
    return Promise.resolve()
  }
}
