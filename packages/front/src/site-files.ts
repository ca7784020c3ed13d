import { PosternError } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import { readShard, type SiteEntry, type SiteManifest } from '@postern/site'
import { type Answer, answer } from './answer.ts'

/** The packing of a file that a client can take. */
export type Packing = 'br' | 'gzip' | 'identity'

/** A file with its answers, one for each packing. */
export interface LaidFile {
  readonly entry: SiteEntry
  readonly packed: Readonly<Record<Packing, Answer>>
}

type LaidShard = ReadonlyMap<string, LaidFile>

/** The site's bytes in memory, by the name of the shard in which they stand. */
export type LaidSite = ReadonlyMap<string, LaidShard>

/**
 * Reads what a manifest names and `before` has not. PosternError 'site-damaged' when a file that is
 * named is not there: a site half laid is not taken, and the one before goes on being served.
 */
export async function loadSite(
  store: BlobStore,
  manifest: SiteManifest,
  before: LaidSite,
): Promise<LaidSite> {
  const known = new Map([...before.values()].flatMap((shard) => [...shard]))
  const site = new Map<string, LaidShard>()
  for (const name of manifest.shards)
    site.set(name, before.get(name) ?? (await loadShard(store, name, known)))
  return site
}

async function loadShard(store: BlobStore, name: string, known: LaidShard): Promise<LaidShard> {
  const shard = new Map<string, LaidFile>()
  for (const [path, entry] of Object.entries(readShard(await bytesOf(store, name)))) {
    const held = known.get(path)
    const isSame = held?.entry.file === entry.file && held.entry.type === entry.type
    shard.set(path, isSame ? held : await loadFile(store, entry))
  }
  return shard
}

async function loadFile(store: BlobStore, entry: SiteEntry): Promise<LaidFile> {
  const bytes = await bytesOf(store, entry.file)
  const [whole, gz, br] = entry.sizes
  if (bytes.length !== whole + gz + br) throw new PosternError('site-damaged')
  const identity = answerOf(entry, bytes.subarray(0, whole), null)
  const gzip = gz === 0 ? identity : answerOf(entry, bytes.subarray(whole, whole + gz), 'gzip')
  const best = br === 0 ? gzip : answerOf(entry, bytes.subarray(whole + gz), 'br')
  return { entry, packed: { identity, gzip, br: best === gzip ? identity : best } }
}

async function bytesOf(store: BlobStore, name: string): Promise<Uint8Array> {
  const bytes = await store.get(name)
  if (bytes === null) throw new PosternError('site-damaged')
  return bytes
}

function answerOf(entry: SiteEntry, body: Uint8Array, encoding: string | null): Answer {
  const more = { vary: 'accept-encoding', ...(encoding && { 'content-encoding': encoding }) }
  const keeping = entry.immutable ? 'immutable' : 'no-store'
  return answer({ status: 200, type: entry.type, keeping, body, more })
}

/**
 * The packing named in `Accept-Encoding` that is smallest, by name alone: weights other than
 * zero are not ranked, so that there are three answers to a path and no more.
 */
export function packingFor(acceptEncoding: string): Packing {
  const wanted = acceptEncoding
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]?.trim())
  if (wanted.includes('br')) return 'br'
  return wanted.includes('gzip') ? 'gzip' : 'identity'
}
