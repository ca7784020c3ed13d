import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromUtf8, PosternError, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import type { RenderOptions, SiteRecords } from '@postern/site'
import { writeRenderKit } from './render-kit.ts'

const RECORDS = 'records.json'

/** Lays what a newsroom renders from into a desk server's folder, while it does not run. */
export async function layNewsroom(
  deskFolder: string,
  records: SiteRecords,
  options: RenderOptions,
): Promise<void> {
  const own = join(deskFolder, 'newsroom')
  await mkdir(own, { recursive: true, mode: 0o700 })
  await writeRenderKit(own, records.languages, options)
  await writeFileDurably(join(own, RECORDS), utf8(JSON.stringify(records)))
}

/** Throws PosternError 'bad-config'. */
export async function readRecords(own: string): Promise<SiteRecords> {
  try {
    const bytes = new Uint8Array(await readFile(join(own, RECORDS)))
    const records: SiteRecords = JSON.parse(fromUtf8(bytes))
    return records
  } catch {
    throw new PosternError('bad-config', `${RECORDS} in ${own} is missing or damaged`)
  }
}
