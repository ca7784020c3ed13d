import type { DocumentMemory } from '../client/document-memory.ts'
import { inStore } from './indexed-database.ts'

const RECALL_WITHIN_MS = 500

/**
 * Public documents in IndexedDB, the same for every reader; opened and closed again at every use,
 * so that no open handle changes how Back behaves. A browser that refuses, or whose storage was
 * cleared, is a browser that keeps nothing. (V4, V6)
 */
export class IndexedMemory implements DocumentMemory {
  /** What came within the bound; a browser whose storage hangs is one that keeps nothing. */
  async recall(): Promise<ReadonlyMap<string, Uint8Array>> {
    const kept = new Map<string, Uint8Array>()
    const bound = new Promise<void>((resolve) => setTimeout(resolve, RECALL_WITHIN_MS))
    await Promise.race([bound, this.#use('readonly', (store) => walk(store, kept))])
    return new Map(kept)
  }

  keep(name: string, bytes: Uint8Array, forget: readonly string[]): Promise<void> {
    return this.#use('readwrite', (store) => {
      for (const old of forget) store.delete(old)
      store.put(bytes, name)
    })
  }

  async #use(mode: IDBTransactionMode, work: (store: IDBObjectStore) => void): Promise<void> {
    try {
      await inStore('documents', mode, work)
    } catch {
      return
    }
  }
}

function walk(store: IDBObjectStore, kept: Map<string, Uint8Array>): void {
  const request = store.openCursor()
  request.addEventListener('success', () => {
    const at = request.result
    if (at === null) return
    if (typeof at.key === 'string' && at.value instanceof Uint8Array) kept.set(at.key, at.value)
    at.continue()
  })
}
