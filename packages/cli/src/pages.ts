import { join } from 'node:path'
import { buildDeskPage, writeDeskPage } from '@postern/desk'
import { fromHex, utf8 } from '@postern/protocol'
import { buildReader, composerMarkup } from '@postern/reader'
import { FileStore } from '@postern/runtime'
import { demonstration, packSite, renderSite } from '@postern/site'
import type { Rehearsal } from './rehearsal.ts'

const MANIFEST = 'manifest'

/** Renders what readers and handlers see, anew at each start, so that changed code shows. */
export async function layPages(folder: string, rehearsal: Rehearsal): Promise<void> {
  await Promise.all([layDeskPage(folder), laySite(folder, rehearsal)])
}

async function layDeskPage(folder: string): Promise<void> {
  await writeDeskPage(join(folder, 'desk'), await buildDeskPage())
}

/**
 * Renders the demonstration's site with the reader client into the front's folder, while the front
 * does not run. Files are named by their content, so those that are there stay; the manifest is
 * exchanged last.
 */
async function laySite(folder: string, rehearsal: Rehearsal): Promise<void> {
  const script = await buildReader({
    root: fromHex(rehearsal.root),
    organisation: fromHex(rehearsal.organisation),
  })
  const options = { script, composer: composerMarkup, rehearsal: true }
  const { manifest, files } = packSite(await renderSite(demonstration(), options))
  const store = await FileStore.open(join(folder, 'front', 'site'))
  const present = new Set(await store.list(''))
  for (const [name, bytes] of files) if (!present.has(name)) await store.put(name, bytes)
  await exchange(store, utf8(JSON.stringify(manifest)))
  const wanted = new Set([MANIFEST, ...files.keys()])
  for (const name of present) if (!wanted.has(name)) await store.remove(name)
}

async function exchange(store: FileStore, manifest: Uint8Array): Promise<void> {
  const old = await store.get(MANIFEST)
  if (old !== null && Buffer.compare(old, manifest) === 0) return
  await store.remove(MANIFEST)
  await store.put(MANIFEST, manifest)
}
