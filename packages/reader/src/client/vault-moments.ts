import type { Env } from '@postern/protocol'
import { makeVault, renewVault } from '@postern/protocol/vault'
import type { OpenBook } from './open-book.ts'
import type { VaultStore } from './vault-store.ts'

/**
 * The vault of this browser at the moments that every reader has: one look when a view begins, one
 * exchange after its cell has left, and one when the page is first hidden. Whether there is a book to
 * write changes what an exchange keeps, and nothing else. (P4, V5, V6)
 */
export class VaultMoments {
  readonly #env: Env
  readonly #store: VaultStore
  #image: Uint8Array | null = null
  #refused = false

  constructor(env: Env, store: VaultStore) {
    this.#env = env
    this.#store = store
  }

  /** The vault as it was last seen; null when there is none, or the browser keeps nothing. */
  get image(): Uint8Array | null {
    return this.#image
  }

  /** The last look or exchange failed. */
  get isRefused(): boolean {
    return this.#refused
  }

  async look(): Promise<Uint8Array | null> {
    try {
      this.#image = await this.#store.read()
      this.#refused = false
    } catch {
      this.#image = null
      this.#refused = true
    }
    return this.#image
  }

  /** Renews the vault, or writes these books into it, one after another. */
  async exchange(books: readonly OpenBook[]): Promise<void> {
    let kept: Uint8Array | null = null
    try {
      await this.#store.exchange((stored) => {
        kept = this.#next(stored, books)
        return kept
      })
      this.#image = kept
      this.#refused = false
      for (const book of books) book.written()
    } catch {
      this.#refused = true
    }
  }

  /** Every call of it draws the same chance and makes one vault more, whoever it is for. */
  #next(stored: Uint8Array | null, books: readonly OpenBook[]): Uint8Array {
    const renewed = stored && renewVault(this.#env, stored)
    let vault = renewed ?? makeVault(this.#env)
    let isNew = renewed === null
    for (const book of books) {
      const written = book.write(this.#env, vault, isNew)
      if (written === null) continue
      vault = written
      isNew = false
    }
    return vault
  }
}
