import type { VaultStore } from '../client/vault-store.ts'
import { inStore } from './indexed-database.ts'

const NAME = 'vault'

/**
 * The vault in IndexedDB, under one name and of one size for every reader. Opened and closed again at
 * every use, like the documents beside it. (P4, V6)
 */
export class IndexedVault implements VaultStore {
  async read(): Promise<Uint8Array | null> {
    let found: Uint8Array | null = null
    await inStore('vault', 'readonly', (store) => {
      const request = store.get(NAME)
      request.addEventListener('success', () => {
        found = bytesOf(request.result)
      })
    })
    return found
  }

  exchange(next: (stored: Uint8Array | null) => Uint8Array): Promise<void> {
    return inStore('vault', 'readwrite', (store) => {
      const request = store.get(NAME)
      request.addEventListener('success', () => store.put(next(bytesOf(request.result)), NAME))
    })
  }
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null
}
