/** The desk drops that a member has at hand: sealed envelopes, as public as on the server. */
export interface DropCache {
  get(number: number): Promise<Uint8Array | null>
  put(number: number, bytes: Uint8Array): Promise<void>
  remove(number: number): Promise<void>
  numbers(): Promise<number[]>
}

export class MemoryDropCache implements DropCache {
  readonly #drops = new Map<number, Uint8Array>()

  async get(number: number): Promise<Uint8Array | null> {
    return this.#drops.get(number) ?? null
  }

  async put(number: number, bytes: Uint8Array): Promise<void> {
    this.#drops.set(number, bytes)
  }

  async remove(number: number): Promise<void> {
    this.#drops.delete(number)
  }

  async numbers(): Promise<number[]> {
    return [...this.#drops.keys()]
  }
}
