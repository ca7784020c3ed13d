import { equalBytes } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import { MANIFEST, missingPath, readManifest } from '@postern/site'
import type { Answer } from './answer.ts'
import { type LaidFile, type LaidSite, loadSite, type Packing, packingFor } from './site-files.ts'

/** An address as a story has it: where there is none, the site's own page says so. */
const STORY_LIKE = /^\/([a-z]{2,3})\/[^/]+\/$/

/** Headers that are kept in mind; who sends others on purpose fills no memory. */
const MOST_PACKINGS = 64

/**
 * The rendered site (F4), held in memory: the same bytes for everyone, and no disk is touched by
 * a request. The store is somebody else's to write; this only looks whether its manifest is new.
 */
export class SitePages {
  readonly #store: BlobStore
  #manifest: Uint8Array = new Uint8Array(0)
  #site: LaidSite = new Map()
  /** All shards' paths in one, so that a request costs one look. */
  #paths: ReadonlyMap<string, LaidFile> = new Map()
  /** What headers that came ask for; browsers send few different ones. */
  readonly #packings = new Map<string, Packing>()

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
    this.#paths = new Map([...this.#site.values()].flatMap((shard) => [...shard]))
    this.#manifest = bytes
    return true
  }

  /** The bytes of a path as they are unpacked; null for one that the site does not have. */
  bytes(path: string): Uint8Array | null {
    return this.#paths.get(path)?.packed.identity.body ?? null
  }

  /** Null for a path that the site does not have. */
  answer(path: string, acceptEncoding: string): Answer | null {
    return this.#paths.get(path)?.packed[this.#packingFor(acceptEncoding)] ?? null
  }

  /** The site's page for an address under a language that is none; null for every other. */
  missing(path: string, acceptEncoding: string): Answer | null {
    const language = STORY_LIKE.exec(path)?.[1]
    const found = language === undefined ? null : this.answer(missingPath(language), acceptEncoding)
    return found === null ? null : { ...found, status: 404 }
  }

  /** Every path with the name of its file. */
  *files(): Generator<[path: string, file: string]> {
    for (const [path, { entry }] of this.#paths) yield [path, entry.file]
  }

  #packingFor(acceptEncoding: string): Packing {
    const known = this.#packings.get(acceptEncoding)
    if (known !== undefined) return known
    const packing = packingFor(acceptEncoding)
    if (this.#packings.size < MOST_PACKINGS) this.#packings.set(acceptEncoding, packing)
    return packing
  }
}
