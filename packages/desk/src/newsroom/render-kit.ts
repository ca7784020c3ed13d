import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { fromBase64, fromUtf8, PosternError, toBase64, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import type { Asset, RenderOptions, SiteRecords } from '@postern/site'
import { z } from 'zod'

const KIT = 'render-kit.json'

const asset = z
  .object({ name: z.string(), type: z.string(), bytes: z.string() })
  .transform(({ bytes, ...named }) => ({ ...named, bytes: fromBase64(bytes) }))

const form = z.object({
  script: asset,
  cleaner: asset,
  lane: asset.optional(),
  composer: z.record(z.string(), z.string()),
  rehearsal: z.boolean(),
  origin: z.string(),
  onion: z.string().optional(),
})

/** Lays what pages are made with besides records: the reader client's files, and the composer's markup. */
export async function writeRenderKit(
  folder: string,
  languages: SiteRecords['languages'],
  { script, cleaner, lane, composer, rehearsal, origin, onion }: RenderOptions,
): Promise<void> {
  const kit = {
    script: written(script),
    cleaner: written(cleaner),
    ...(lane !== undefined && { lane: written(lane) }),
    composer: Object.fromEntries(languages.map((language) => [language, composer(language)])),
    rehearsal,
    origin,
    ...(onion !== undefined && { onion }),
  }
  await writeFileDurably(join(folder, KIT), utf8(JSON.stringify(kit)))
}

function written({ bytes, ...named }: Asset): z.input<typeof asset> {
  return { ...named, bytes: toBase64(bytes) }
}

/** Throws PosternError 'bad-config'. */
export async function readRenderKit(folder: string): Promise<RenderOptions> {
  try {
    const bytes = new Uint8Array(await readFile(join(folder, KIT)))
    const { composer, lane, onion, ...kit } = form.parse(JSON.parse(fromUtf8(bytes)))
    return {
      ...kit,
      composer: (language) => composer[language] ?? '',
      ...(lane !== undefined && { lane }),
      ...(onion !== undefined && { onion }),
    }
  } catch {
    throw new PosternError('bad-config', `${KIT} in ${folder} is missing or damaged`)
  }
}
