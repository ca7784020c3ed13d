import { join } from 'node:path'
import { type BlobStore, FileStore, writeFileDurably } from '@postern/runtime'

/** Where an edition is laid: named bytes that never change, and one manifest that is exchanged. */
export interface EditionStore extends Pick<BlobStore, 'put' | 'get' | 'list' | 'remove'> {
  /** Replaces the manifest as a whole: readers and crashes see the old one or the new one. */
  exchange(manifest: Uint8Array): Promise<void>
}

/** Name of the manifest among the files. */
export const MANIFEST = 'manifest'

/** An edition in a folder, which a front reads. */
export async function folderEditionStore(folder: string): Promise<EditionStore> {
  const files = await FileStore.open(folder)
  return {
    put: (name, bytes) => files.put(name, bytes),
    get: (name) => files.get(name),
    list: (prefix) => files.list(prefix),
    remove: (name) => files.remove(name),
    exchange: (manifest) => writeFileDurably(join(folder, MANIFEST), manifest),
  }
}
