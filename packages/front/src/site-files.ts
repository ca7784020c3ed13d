import { fromUtf8, PosternError } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import type { SiteEntry, SiteManifest } from '@postern/site'
import { z } from 'zod'
import { type Answer, answer } from './answer.ts'

/** The packing of a file that a client can take. */
export type Packing = 'br' | 'gzip' | 'identity'

type Packed = Readonly<Record<Packing, Answer>>

/** The site's bytes in memory: every path with its answers, one for each packing. */
export type SiteFiles = ReadonlyMap<string, Packed>

export const NO_SITE: SiteFiles = new Map()
export const MANIFEST = 'manifest'

/**
 * Reads a rendered site whole. PosternError 'site-damaged' when a file that the manifest names is
 * not there: a site half laid is not taken, and the one before goes on being served.
 */
export async function loadSite(store: BlobStore, manifest: SiteManifest): Promise<SiteFiles> {
  const site = new Map<string, Packed>()
  for (const [path, entry] of Object.entries(manifest.paths)) {
    site.set(path, await loadEntry(store, entry))
  }
  return site
}

const manifestForm: z.ZodType<SiteManifest> = z.object({
  version: z.literal(1),
  paths: z.record(
    z.string(),
    z.object({
      file: z.string(),
      type: z.string(),
      immutable: z.boolean(),
      br: z.string().nullable(),
      gzip: z.string().nullable(),
    }),
  ),
})

/** PosternError 'site-damaged' when it is no manifest that this version reads. */
export function readManifest(bytes: Uint8Array): SiteManifest {
  try {
    return manifestForm.parse(JSON.parse(fromUtf8(bytes)))
  } catch {
    throw new PosternError('site-damaged')
  }
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

async function loadEntry(store: BlobStore, entry: SiteEntry): Promise<Packed> {
  const identity = await loadPacking(store, entry, entry.file, null)
  const gzip = entry.gzip === null ? identity : await loadPacking(store, entry, entry.gzip, 'gzip')
  const br = entry.br === null ? gzip : await loadPacking(store, entry, entry.br, 'br')
  return { identity, gzip, br: br === gzip ? identity : br }
}

async function loadPacking(
  store: BlobStore,
  entry: SiteEntry,
  name: string,
  encoding: string | null,
): Promise<Answer> {
  const body = await store.get(name)
  if (body === null) throw new PosternError('site-damaged')
  const more = { vary: 'accept-encoding', ...(encoding && { 'content-encoding': encoding }) }
  const keeping = entry.immutable ? 'immutable' : 'no-store'
  return answer({ status: 200, type: entry.type, keeping, body, more })
}
