/**
 * Public documents kept from document to document, the same for every reader (V4). Names are the
 * paths they came from: `now`, `trust/3`, `epoch/20`, `drop/9`, `day/4`. Never anything of a person.
 */
export interface DocumentMemory {
  /** Everything that is kept; empty when the browser keeps nothing. */
  recall(): Promise<ReadonlyMap<string, Uint8Array>>
  /** Keeps one document and forgets those named. A browser that refuses is no error. */
  keep(name: string, bytes: Uint8Array, forget: readonly string[]): Promise<void>
}

/** For browsers that keep nothing, and for tests. */
export class MemoryOfOneDocument implements DocumentMemory {
  readonly #kept = new Map<string, Uint8Array>()

  recall(): Promise<ReadonlyMap<string, Uint8Array>> {
    return Promise.resolve(new Map(this.#kept))
  }

  keep(name: string, bytes: Uint8Array, forget: readonly string[]): Promise<void> {
    for (const old of forget) this.#kept.delete(old)
    this.#kept.set(name, bytes)
    return Promise.resolve()
  }
}
