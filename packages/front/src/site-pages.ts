import { equalBytes } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import { MANIFEST, missingPath, readManifest, shardOf } from '@postern/site'
import type { Answer } from './answer.ts'
import { type LaidFile, type LaidSite, loadSite, packingFor } from './site-files.ts'

/** An address as a story has it: where there is none, the site's own page says so. */
const STORY_LIKE = /^\/([a-z]{2,3})\/[^/]+\/$/

/**
 * The rendered site (F4), held in memory: the same bytes for everyone, and no disk is touched by
 * a request. The store is somebody else's to write; this only looks whether its manifest is new.
 */
export class SitePages {
  readonly #store: BlobStore
  #manifest: Uint8Array = new Uint8Array(0)
  #site: LaidSite = new Map()
  /** Shard names in the manifest's order. */
  #shards: readonly string[] = []

  /** Empty until the first `refresh`. */
  constructor(store: BlobStore) {
    this.#store = store
  }

  /** Takes what is new whole, or throws 'site-damaged' and keeps what is served. True when new. */
  async refresh(): Promise<boolean> {
    const bytes = await this.#store.get(MANIFEST)
    if (bytes === null || equalBytes(bytes, this.#manifest)) return false
    const manifest = readManifest(bytes)
    this.#site = await loadSite(this.#store, manifest, this.#site)
    this.#shards = manifest.shards
    this.#manifest = bytes
    return true
  }

  /** The bytes of a path as they are unpacked; null for one that the site does not have. */
  bytes(path: string): Uint8Array | null {
    return this.#file(path)?.packed.identity.body ?? null
  }

  /** Null for a path that the site does not have. */
  answer(path: string, acceptEncoding: string): Answer | null {
    return this.#file(path)?.packed[packingFor(acceptEncoding)] ?? null
  }

  /** The site's page for an address under a language that is none; null for every other. */
  missing(path: string, acceptEncoding: string): Answer | null {
    const language = STORY_LIKE.exec(path)?.[1]
    const found = language === undefined ? null : this.answer(missingPath(language), acceptEncoding)
    return found === null ? null : { ...found, status: 404 }
  }

  /** Every path with the name of its file. */
  *files(): Generator<[path: string, file: string]> {
    for (const shard of this.#site.values())
      for (const [path, { entry }] of shard) yield [path, entry.file]
  }

  #file(path: string): LaidFile | null {
    if (this.#shards.length === 0) return null
    const name = this.#shards[shardOf(path, this.#shards.length)] ?? ''
    return this.#site.get(name)?.get(path) ?? null
  }
}
