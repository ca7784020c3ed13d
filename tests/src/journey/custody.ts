import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { demonstration } from '@postern/site'

const CLI: string = resolve(import.meta.dirname, '../../../packages/cli/src/main.ts')

/** Two persons open an original that was sealed for them, each with the key that is theirs. */
export async function openByTwo(data: string, folder: string, sealed: Uint8Array): Promise<Buffer> {
  const path = join(folder, 'sealed.bin')
  await writeFile(path, sealed)
  const desk = demonstration().desks[0]?.name ?? ''
  for (const hand of [1, 2])
    await postern('custody', 'half', path, '--key', join(data, 'custody', `${desk}-${hand}.key`))
  const out = join(folder, 'opened.bin')
  await postern('custody', 'open', path, `${path}.half-1`, `${path}.half-2`, '--out', out)
  return await readFile(out)
}

async function postern(...words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [CLI, ...words])
}
