import { join } from 'node:path'
import { buildDeskPage, writeDeskPage } from '@postern/desk'
import { fromHex, fromUtf8, utf8 } from '@postern/protocol'
import { buildFastLane, buildReader, composerMarkup } from '@postern/reader'
import { FileStore } from '@postern/runtime'
import { contentHash, demonstration, packSite, renderSite, type SiteFiles } from '@postern/site'
import { z } from 'zod'
import type { Rehearsal } from './rehearsal.ts'

const MANIFEST = 'manifest'

const manifestForm = z.object({ paths: z.record(z.string(), z.object({ file: z.string() })) })

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
 * Renders the demonstration's site with the reader client into the front's folder, while the front
 * does not run. Files are named by their content, so those that are there stay; the manifest is
 * exchanged last.
 */
async function laySite(folder: string, rehearsal: Rehearsal, onion: string | null): Promise<void> {
  const script = await buildReader({
    root: fromHex(rehearsal.root),
    organisation: fromHex(rehearsal.organisation),
  })
  const options = {
    script,
    beside: [await buildFastLane()],
    composer: composerMarkup,
    rehearsal: true,
    ...(onion !== null && { onion }),
  }
  const site = await renderSite(demonstration(), options)
  const store = await FileStore.open(join(folder, 'front', 'site'))
  if (!(await isLaid(store, site))) await lay(store, site)
}

/** Compressing is what takes time: a site that lies there already is left as it is. */
async function isLaid(store: FileStore, site: SiteFiles): Promise<boolean> {
  const bytes = await store.get(MANIFEST)
  if (bytes === null) return false
  const laid = new Map(Object.entries(manifestForm.parse(JSON.parse(fromUtf8(bytes))).paths))
  const same = [...site].every(([path, file]) => laid.get(path)?.file === contentHash(file.bytes))
  return same && laid.size === site.size
}

async function lay(store: FileStore, site: SiteFiles): Promise<void> {
  const { manifest, files } = packSite(site)
  const present = new Set(await store.list(''))
  for (const [name, bytes] of files) if (!present.has(name)) await store.put(name, bytes)
  await store.remove(MANIFEST)
  await store.put(MANIFEST, utf8(JSON.stringify(manifest)))
  const wanted = new Set([MANIFEST, ...files.keys()])
  for (const name of present) if (!wanted.has(name)) await store.remove(name)
}
