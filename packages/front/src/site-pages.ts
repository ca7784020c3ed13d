import { equalBytes } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import type { Answer } from './answer.ts'
import {
  loadSite,
  MANIFEST,
  NO_SITE,
  packingFor,
  readManifest,
  type SiteFiles,
} from './site-files.ts'

/**
 * The rendered site (F4), held in memory: the same bytes for everyone, and no disk is touched by
 * a request. The store is somebody else's to write; this only looks whether its manifest is new.
 */
export class SitePages {
  readonly #store: BlobStore
  #manifest: Uint8Array = new Uint8Array(0)
  #files: SiteFiles = NO_SITE

  /** Empty until the first `refresh`. */
  constructor(store: BlobStore) {
    this.#store = store
  }

  /** Takes a new site whole, or throws 'site-damaged' and keeps the one that is served. */
  async refresh(): Promise<void> {
    const manifest = await this.#store.get(MANIFEST)
    if (manifest === null || equalBytes(manifest, this.#manifest)) return
    this.#files = await loadSite(this.#store, readManifest(manifest))
    this.#manifest = manifest
  }

  /** The bytes of a path as they are unpacked; null for one that the site does not have. */
  bytes(path: string): Uint8Array | null {
    return this.#files.get(path)?.identity.body ?? null
  }

  /** Null for a path that the site does not have. */
  answer(path: string, acceptEncoding: string): Answer | null {
    return this.#files.get(path)?.[packingFor(acceptEncoding)] ?? null
  }
}
