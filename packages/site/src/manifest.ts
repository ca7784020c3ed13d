import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip } from 'node:zlib'

/** One thing the site serves, before it is packed. */
export interface SiteFile {
  readonly bytes: Uint8Array
  /** The whole `Content-Type`, charset included. */
  readonly type: string
}

/** URL path (`/`, `/en/`, `/assets/style-….css`) to bytes. */
export type SiteFiles = ReadonlyMap<string, SiteFile>

/**
 * What the front reads first: the names of the shards, in order. A path stands in the shard that its
 * hash says (`shardOf`), so that a change of a few pages writes a few small files, however many
 * pages there are. Names are content hashes: two sites never disagree about one name, and whoever
 * has read a shard need not read it again.
 */
export interface SiteManifest {
  readonly version: 2
  readonly shards: readonly string[]
}

/** Paths with their files, as JSON. */
export type SiteShard = Readonly<Record<string, SiteEntry>>

export interface SiteEntry {
  /** Name of the stored file: the bytes as they are, then gzip's, then brotli's. */
  readonly file: string
  readonly type: string
  /** Address carries a hash of the bytes: may be kept for ever. */
  readonly immutable: boolean
  /** Lengths of the three parts; 0 where packing does not make it smaller. */
  readonly sizes: readonly [identity: number, gzip: number, br: number]
}

export interface PackedSite {
  readonly manifest: SiteManifest
  /** Stored name to bytes, shards included. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** A file with its twins, compressed once. */
export interface PackedFile {
  readonly entry: SiteEntry
  readonly bytes: Uint8Array
}

/** First 16 hex digits of SHA-256: enough to name bytes that the site itself made. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** Which of so many shards has the path. */
export function shardOf(path: string, shards: number): number {
  return createHash('sha256').update(path).digest().readUInt32BE(0) % shards
}

/** A power of two that leaves about sixteen paths to a shard. */
export function shardCount(paths: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(paths / 16)))
}

/** Compresses every file once and lays out the manifest. Deterministic. */
export async function packSite(site: SiteFiles): Promise<PackedSite> {
  const files = new Map<string, Uint8Array>()
  const shards = Array.from(
    { length: shardCount(site.size) },
    (): Record<string, SiteEntry> => ({}),
  )
  const packed = await Promise.all(
    [...site].map(async ([path, file]) => [path, await packFile(path, file)] as const),
  )
  for (const [path, { entry, bytes }] of packed) {
    files.set(entry.file, bytes)
    const shard = shards[shardOf(path, shards.length)]
    if (shard !== undefined) shard[path] = entry
  }
  const names = shards.map((shard) => {
    const bytes = encodeShard(shard)
    files.set(contentHash(bytes), bytes)
    return contentHash(bytes)
  })
  return { manifest: { version: 2, shards: names }, files }
}

export function encodeShard(shard: SiteShard): Uint8Array {
  const sorted = Object.entries(shard).sort(([a], [b]) => (a < b ? -1 : 1))
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(sorted)))
}

const gzipOnce = promisify(gzip)
const brotliOnce = promisify(brotliCompress)

/** Pages are packed while somebody waits for them; assets once in a version. Same bytes, same packing. */
const PAGE_QUALITY = 9
const BEST_QUALITY = 11
/** Pictures are packed already. */
const PACKED_TYPE = /^image\/(?:avif|webp|jpeg)$/

export async function packFile(path: string, { bytes, type }: SiteFile): Promise<PackedFile> {
  const immutable = path.startsWith('/assets/')
  const isPacked = PACKED_TYPE.test(type)
  const quality = immutable ? BEST_QUALITY : PAGE_QUALITY
  const twins = isPacked
    ? []
    : await Promise.all([
        gzipOnce(bytes, { level: 9 }),
        brotliOnce(bytes, settings(bytes, quality)),
      ])
  const [gz, br] = twins.map((twin) => (twin.length < bytes.length ? twin : new Uint8Array(0)))
  const all = new Uint8Array(
    Buffer.concat([bytes, gz ?? new Uint8Array(0), br ?? new Uint8Array(0)]),
  )
  const sizes = [bytes.length, gz?.length ?? 0, br?.length ?? 0] as const
  return { bytes: all, entry: { file: contentHash(all), type, immutable, sizes } }
}

/** Brotli at its best setting, as the budgets of assets are measured. */
export function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, settings(bytes, BEST_QUALITY))
}

function settings(bytes: Uint8Array, quality: number): { params: Record<number, number> } {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }
}
