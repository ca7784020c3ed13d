import type { BlobStore } from '@postern/runtime'
import type { DropCache } from '../member/drop-cache.ts'

/** An agent's drops, as files in his own folder. */
export class StoreDropCache implements DropCache {
  readonly #store: BlobStore

  constructor(store: BlobStore) {
    this.#store = store
  }

  async get(number: number): Promise<Uint8Array | null> {
    return await this.#store.get(nameOf(number))
  }

  async put(number: number, bytes: Uint8Array): Promise<void> {
    await this.#store.put(nameOf(number), bytes)
  }

  async remove(number: number): Promise<void> {
    await this.#store.remove(nameOf(number))
  }

  async numbers(): Promise<number[]> {
    return (await this.#store.list('drop/')).map((name) => Number(name.slice('drop/'.length)))
  }
}

function nameOf(number: number): string {
  return `drop/${number}`
}
