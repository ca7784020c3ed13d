import { join } from 'node:path'
import { type BlobStore, FileStore, writeFileDurably } from '@postern/runtime'

export const MANIFEST = 'manifest'

/** A rendered site: bytes under names that never change, and one manifest that says which of them stand. */
export interface SiteFolder extends Pick<BlobStore, 'put' | 'get' | 'list' | 'remove'> {
  /** Replaces the manifest in one step: readers and crashes see the old one or the new one. */
  exchange(manifest: Uint8Array): Promise<void>
}

export async function openSiteFolder(folder: string): Promise<SiteFolder> {
  const files = await FileStore.open(folder)
  return {
    put: async (name, bytes) => await files.put(name, bytes),
    get: async (name) => await files.get(name),
    list: async (prefix) => await files.list(prefix),
    remove: async (name) => await files.remove(name),
    exchange: async (manifest) => await writeFileDurably(join(folder, MANIFEST), manifest),
  }
}
