import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { MAX_STAMP_BITS, PosternError, REHEARSAL, STANDARD, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import { z } from 'zod'
import { halfMade, readJsonFile } from './data-folder.ts'
import type { Say } from './say.ts'

const CONFIG = join('publisher', 'config.json')
const publisherForm = z.object({ column: z.enum(['standard', 'rehearsal']) })

/**
 * Asks the publisher of this data folder for statements with so many bits in each stamp, while
 * somebody floods the door (S3); null asks for the column's own again. PosternError 'bad-usage'.
 */
export async function stamp(data: string, bits: number | null, say: Say): Promise<void> {
  const folder = resolve(data)
  const least = await leastBits(folder)
  if (bits !== null && (bits < least || bits > MAX_STAMP_BITS))
    throw new PosternError('bad-usage', `A stamp has from ${least} to ${MAX_STAMP_BITS} bits here.`)
  const requests = join(folder, 'publisher', 'requests')
  const path = join(requests, 'stamp-bits')
  await mkdir(requests, { recursive: true, mode: 0o700 })
  if (bits === null) await rm(path, { force: true })
  else await writeFileDurably(path, utf8(`${bits}\n`))
  say.line(`Every cell will pay a stamp of ${bits ?? least} bits.`)
  say.line('While all processes run, the statement that says so begins within some four minutes.')
  say.result({ stampBits: bits ?? least })
}

async function leastBits(folder: string): Promise<number> {
  const read = publisherForm.safeParse(await readJsonFile(folder, CONFIG))
  if (!read.success) throw halfMade(folder, CONFIG)
  return (read.data.column === 'standard' ? STANDARD : REHEARSAL).stampBits
}
