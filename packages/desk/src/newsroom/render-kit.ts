import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import { fromBase64, fromUtf8, PosternError, toBase64, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import type { RenderOptions, SiteRecords } from '@postern/site'
import { z } from 'zod'

const KIT = 'render-kit.json'

const form = z.object({
  script: z.object({ name: z.string(), type: z.string(), bytes: z.string() }),
  composer: z.record(z.string(), z.string()),
  rehearsal: z.boolean(),
  origin: z.string(),
})

/** Lays what pages are made with besides records: the reader client, and the composer's markup. */
export async function writeRenderKit(
  folder: string,
  languages: SiteRecords['languages'],
  { script, composer, rehearsal, origin }: RenderOptions,
): Promise<void> {
  const kit = {
    script: { ...script, bytes: toBase64(script.bytes) },
    composer: Object.fromEntries(languages.map((language) => [language, composer(language)])),
    rehearsal,
    origin,
  }
  await writeFileDurably(join(folder, KIT), utf8(JSON.stringify(kit)))
}

/** Throws PosternError 'bad-config'. */
export async function readRenderKit(folder: string): Promise<RenderOptions> {
  try {
    const bytes = new Uint8Array(await readFile(join(folder, KIT)))
    const { script, composer, rehearsal, origin } = form.parse(JSON.parse(fromUtf8(bytes)))
    return {
      script: { ...script, bytes: fromBase64(script.bytes) },
      composer: (language) => composer[language] ?? '',
      rehearsal,
      origin,
    }
  } catch {
    throw new PosternError('bad-config', `${KIT} in ${folder} is missing or damaged`)
  }
}
