import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { fromBase64, fromUtf8, PosternError, toBase64, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import type { RenderOptions, SiteRecords } from '@postern/site'
import { z } from 'zod'

const KIT = 'render-kit.json'

const asset = z.object({ name: z.string(), type: z.string(), bytes: z.string() })

const form = z.object({
  script: asset,
  cleaner: asset,
  composer: z.record(z.string(), z.string()),
  rehearsal: z.boolean(),
  origin: z.string(),
  onion: z.string().optional(),
})

/** Lays what pages are made with besides records: the reader client's files, and the composer's markup. */
export async function writeRenderKit(
  folder: string,
  languages: SiteRecords['languages'],
  { script, cleaner, composer, rehearsal, origin, onion }: RenderOptions,
): Promise<void> {
  const kit = {
    script: { ...script, bytes: toBase64(script.bytes) },
    cleaner: { ...cleaner, bytes: toBase64(cleaner.bytes) },
    composer: Object.fromEntries(languages.map((language) => [language, composer(language)])),
    rehearsal,
    origin,
    ...(onion !== undefined && { onion }),
  }
  await writeFileDurably(join(folder, KIT), utf8(JSON.stringify(kit)))
}

/** Throws PosternError 'bad-config'. */
export async function readRenderKit(folder: string): Promise<RenderOptions> {
  try {
    const bytes = new Uint8Array(await readFile(join(folder, KIT)))
    const { script, cleaner, composer, rehearsal, origin, onion } = form.parse(
      JSON.parse(fromUtf8(bytes)),
    )
    return {
      script: { ...script, bytes: fromBase64(script.bytes) },
      cleaner: { ...cleaner, bytes: fromBase64(cleaner.bytes) },
      composer: (language) => composer[language] ?? '',
      rehearsal,
      origin,
      ...(onion !== undefined && { onion }),
    }
  } catch {
    throw new PosternError('bad-config', `${KIT} in ${folder} is missing or damaged`)
  }
}
