import { join } from 'node:path'
import { buildDeskPage, layNewsroom, writeDeskPage } from '@postern/desk'
import { fromHex, utf8 } from '@postern/protocol'
import { buildReader, composerMarkup } from '@postern/reader'
import { FileStore } from '@postern/runtime'
import { demonstration, packSite, readManifest, renderSite, type SiteFiles } from '@postern/site'
import type { Rehearsal } from './rehearsal.ts'

const MANIFEST = 'manifest'
/** A rehearsal is at home on this machine; its pages say so to search engines that never come. */
const ORIGIN = 'http://127.0.0.1:8080'

/** Renders what readers and handlers see, anew at each start, so that changed code shows. */
export async function layPages(
  folder: string,
  rehearsal: Rehearsal,
  onion: string | null,
): Promise<void> {
  await Promise.all([layDeskPage(folder), laySite(folder, rehearsal, onion)])
}

async function layDeskPage(folder: string): Promise<void> {
  await writeDeskPage(join(folder, 'desk'), await buildDeskPage())
}

/**
 * Lays what the newsroom renders from, and a first rendering into the front's folder, while neither
 * runs. Every later rendering, with changed code or records, the front takes from the newsroom.
 */
async function laySite(folder: string, rehearsal: Rehearsal, onion: string | null): Promise<void> {
  const client = await buildReader({
    root: fromHex(rehearsal.root),
    organisation: fromHex(rehearsal.organisation),
  })
  const options = {
    ...client,
    composer: composerMarkup,
    rehearsal: true,
    origin: ORIGIN,
    ...(onion !== null && { onion }),
  }
  await layNewsroom(join(folder, 'desk'), demonstration(), options)
  const store = await FileStore.open(join(folder, 'front', 'site'))
  if (isReadable(await store.get(MANIFEST))) return
  const site = await renderSite(demonstration(), options)
  await lay(store, site)
}

/** False where nothing is laid, and where an older version laid it. */
function isReadable(manifest: Uint8Array | null): boolean {
  try {
    return readManifest(manifest ?? new Uint8Array(0)).shards.length > 0
  } catch {
    return false
  }
}

async function lay(store: FileStore, site: SiteFiles): Promise<void> {
  const { manifest, files } = await packSite(site)
  const present = new Set(await store.list(''))
  for (const [name, bytes] of files) if (!present.has(name)) await store.put(name, bytes)
  await store.put(MANIFEST, utf8(JSON.stringify(manifest)))
}
