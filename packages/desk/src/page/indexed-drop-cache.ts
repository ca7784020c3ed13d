import type { DropCache } from '../member/drop-cache.ts'
import { done, openStores } from './indexed-stores.ts'

const STORE = 'drops'

/** Desk drops in this browser: sealed, and as public as on the desk server. */
export class IndexedDropCache implements DropCache {
  readonly #database: IDBDatabase

  private constructor(database: IDBDatabase) {
    this.#database = database
  }

  /** Null where the browser keeps nothing (private windows of some). */
  static async open(): Promise<IndexedDropCache | null> {
    try {
      return new IndexedDropCache(await openStores('postern-desk', [STORE]))
    } catch {
      return null
    }
  }

  async get(number: number): Promise<Uint8Array | null> {
    const found: unknown = await done(this.#store('readonly').get(number))
    return found instanceof Uint8Array ? found : null
  }

  async put(number: number, bytes: Uint8Array): Promise<void> {
    await done(this.#store('readwrite').put(bytes, number))
  }

  async remove(number: number): Promise<void> {
    await done(this.#store('readwrite').delete(number))
  }

  async numbers(): Promise<number[]> {
    return (await done(this.#store('readonly').getAllKeys())).map(Number)
  }

  #store(mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(STORE, mode).objectStore(STORE)
  }
}
