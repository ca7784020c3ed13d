/** Seeds of epoch keys, one to a number: 32 bytes each, secret. */
export interface KeyStore {
  /** Durable on return; TypeError when the number has one. */
  put(epoch: number, seed: Uint8Array): Promise<void>
  get(epoch: number): Promise<Uint8Array | null>
  /** Ascending. */
  list(): Promise<number[]>
  /** Overwrites and removes, both durable on return. No error when there is none. (M9) */
  erase(epoch: number): Promise<void>
}

/** For tests and the simulator. */
export class MemoryKeyStore implements KeyStore {
  readonly #seeds = new Map<number, Uint8Array>()

  async put(epoch: number, seed: Uint8Array): Promise<void> {
    if (this.#seeds.has(epoch)) throw new TypeError('key store: an epoch has one key')
    this.#seeds.set(epoch, seed.slice())
  }

  async get(epoch: number): Promise<Uint8Array | null> {
    return this.#seeds.get(epoch)?.slice() ?? null
  }

  async list(): Promise<number[]> {
    return [...this.#seeds.keys()].sort((a, b) => a - b)
  }

  async erase(epoch: number): Promise<void> {
    this.#seeds.get(epoch)?.fill(0)
    this.#seeds.delete(epoch)
  }
}
