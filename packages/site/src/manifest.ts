import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** One thing the site serves, before it is packed. */
export interface SiteFile {
  readonly bytes: Uint8Array
  /** The whole `Content-Type`, charset included. */
  readonly type: string
}

/** URL path (`/`, `/en/`, `/assets/style-….css`) to bytes. */
export type SiteFiles = ReadonlyMap<string, SiteFile>

/**
 * What the front reads: for each URL path the stored names. Names are content hashes, so two
 * sites never disagree about one name and a new site can be laid beside the old one.
 */
export interface SiteManifest {
  readonly version: 1
  readonly paths: Readonly<Record<string, SiteEntry>>
}

export interface SiteEntry {
  readonly file: string
  readonly type: string
  /** Address carries a hash of the bytes: may be kept for ever. */
  readonly immutable: boolean
  /** Precompressed twins, or null where compression does not make it smaller. */
  readonly br: string | null
  readonly gzip: string | null
}

export interface PackedSite {
  readonly manifest: SiteManifest
  /** Stored name to bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** First 16 hex digits of SHA-256: enough to name bytes that the site itself made. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** Compresses every file once and lays out the manifest. Deterministic. */
export function packSite(site: SiteFiles): PackedSite {
  const files = new Map<string, Uint8Array>()
  const paths: Record<string, SiteEntry> = {}
  for (const [path, file] of site) paths[path] = packFile(files, path, file)
  return { manifest: { version: 1, paths }, files }
}

function packFile(files: Map<string, Uint8Array>, path: string, file: SiteFile): SiteEntry {
  const name = contentHash(file.bytes)
  files.set(name, file.bytes)
  const twin = (suffix: string, packed: Uint8Array): string | null => {
    if (packed.length >= file.bytes.length) return null
    files.set(`${name}.${suffix}`, packed)
    return `${name}.${suffix}`
  }
  return {
    file: name,
    type: file.type,
    immutable: path.startsWith('/assets/'),
    br: twin('br', brotli(file.bytes)),
    gzip: twin('gz', gzipSync(file.bytes, { level: 9 })),
  }
}

/** Brotli at its best setting, as the budgets are measured. */
export function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}
