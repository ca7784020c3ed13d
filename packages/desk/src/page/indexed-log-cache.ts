import { toHex } from '@postern/protocol'
import type { LogCache } from '../member/log-cache.ts'
import { done, openStores } from './indexed-stores.ts'

const BUNDLES = 'bundles'
const NOTES = 'notes'

/**
 * One desk's log in this browser, sealed as it came: bundles of one size that look like chance. So a desk
 * that was open here once reads on from where it was. What finds no room on this device is held in
 * memory until the page is left.
 */
export class IndexedLogCache implements LogCache {
  readonly #database: IDBDatabase
  readonly #desk: string
  readonly #beyond: Uint8Array[] = []
  #stored: number

  private constructor(database: IDBDatabase, desk: string, stored: number) {
    this.#database = database
    this.#desk = desk
    this.#stored = stored
  }

  /** One for each desk; null where the browser keeps nothing (private windows of some). */
  static async open(
    desks: readonly Uint8Array[],
  ): Promise<((desk: Uint8Array) => IndexedLogCache) | null> {
    try {
      const database = await openStores('postern-desk-log', [BUNDLES, NOTES])
      const caches = new Map<string, IndexedLogCache>()
      for (const desk of desks.map((id) => toHex(id))) {
        const own = IDBKeyRange.bound([desk, 0], [desk, Infinity])
        const store = database.transaction(BUNDLES, 'readonly').objectStore(BUNDLES)
        caches.set(desk, new IndexedLogCache(database, desk, await done(store.count(own))))
      }
      return (desk) => {
        const cache = caches.get(toHex(desk))
        if (cache === undefined) throw new TypeError('a desk without a cache')
        return cache
      }
    } catch {
      return null
    }
  }

  async length(): Promise<number> {
    return this.#stored + this.#beyond.length
  }

  async append(bundles: readonly Uint8Array[]): Promise<void> {
    if (bundles.length === 0) return
    if (this.#beyond.length > 0 || !(await this.#store(bundles))) this.#beyond.push(...bundles)
  }

  async read(from: number, most: number): Promise<Uint8Array[]> {
    const range = IDBKeyRange.bound([this.#desk, from], [this.#desk, from + most - 1])
    const stored: unknown[] = from < this.#stored ? await done(this.#of(BUNDLES).getAll(range)) : []
    const found = stored.filter((one) => one instanceof Uint8Array)
    const at = Math.max(0, from - this.#stored)
    return [...found, ...this.#beyond.slice(at, at + most - found.length)]
  }

  async clear(): Promise<void> {
    const own = IDBKeyRange.bound([this.#desk, 0], [this.#desk, Infinity])
    await done(this.#of(BUNDLES, 'readwrite').delete(own))
    await done(this.#of(NOTES, 'readwrite').delete(this.#desk))
    this.#beyond.length = 0
    this.#stored = 0
  }

  async note(): Promise<Uint8Array | null> {
    const found: unknown = await done(this.#of(NOTES).get(this.#desk))
    return found instanceof Uint8Array ? found : null
  }

  /** What goes beyond this device's room was not noted either: it is verified again next time. */
  async putNote(note: Uint8Array): Promise<void> {
    if (this.#beyond.length > 0) return
    await done(this.#of(NOTES, 'readwrite').put(note, this.#desk)).catch(() => undefined)
  }

  /** All of them or none; false when there is no room. */
  async #store(bundles: readonly Uint8Array[]): Promise<boolean> {
    try {
      const transaction = this.#database.transaction(BUNDLES, 'readwrite')
      const store = transaction.objectStore(BUNDLES)
      for (const [at, bundle] of bundles.entries())
        store.put(bundle, [this.#desk, this.#stored + at])
      await new Promise<void>((resolve, reject) => {
        transaction.addEventListener('complete', () => resolve())
        transaction.addEventListener('abort', () => reject(new Error('no room')))
      })
      this.#stored += bundles.length
      return true
    } catch {
      return false
    }
  }

  #of(name: string, mode: IDBTransactionMode = 'readonly'): IDBObjectStore {
    return this.#database.transaction(name, mode).objectStore(name)
  }
}
