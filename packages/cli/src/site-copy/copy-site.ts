import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Env, fromHex, PosternError, toHex, utf8 } from '@postern/protocol'
import {
  copyFiles,
  countCopyFiles,
  folderEditionStore,
  HASH_LIST,
  writeHashList,
} from '@postern/site'
import { z } from 'zod'
import { halfMade, readJsonFile, sentenced, stateOf } from '../data-folder.ts'
import type { Say } from '../say.ts'
import { SEAL, sealList } from './copy-seal.ts'

/** A line so often while it goes on. */
const TELL_MS = 2_000

const COPY = { what: 'The copy’s folder', advice: 'name another one' }

const rootForm = z.object({ seed: z.string().regex(/^[0-9a-f]{64}$/) })
const markForm = z.object({ organisation: z.string().regex(/^[0-9a-f]{32}$/) })

export interface CopyFlags {
  readonly target: string
  readonly data: string
  readonly forDisk: boolean
}

/**
 * `postern copy-site`: the pages that stand, as files, with the signed list of their hashes. It may run
 * beside everything else. PosternError 'bad-usage', 'half-made', 'bad-folder' or 'site-damaged'.
 */
export async function copySite(
  env: Env,
  { target, data, forDisk }: CopyFlags,
  say: Say,
): Promise<void> {
  const folder = resolve(data)
  const out = resolve(target)
  if ((await stateOf(folder)) !== 'whole') throw halfMade(folder)
  await refuseFilled(out)
  const root = rootForm.safeParse(await readJsonFile(folder, join('root', 'root.json')))
  const mark = markForm.safeParse(await readJsonFile(folder, 'rehearsal.json'))
  if (!root.success || !mark.success) throw halfMade(folder, 'root/root.json')
  const hashes = await writeFiles(env, folder, out, forDisk, say)
  const list = utf8(writeHashList(hashes))
  const key = env.suite.signingKey(fromHex(root.data.seed))
  const seal = sealList(env, key, fromHex(mark.data.organisation), list)
  await writeFile(join(out, SEAL), `${JSON.stringify(seal)}\n`)
  await writeFile(join(out, HASH_LIST), list)
  say.title('Copied.')
  say.fact('Files', String(hashes.size))
  say.fact('Where', out)
  say.fact('Check it', `postern check-copy ${target}`)
  say.line('The door works in a copy only where the copy’s server passes it on.')
  say.result({ event: 'copied', out, files: hashes.size })
}

/** Copies every file, and gives their hashes: the list is written last. */
async function writeFiles(
  env: Env,
  folder: string,
  out: string,
  forDisk: boolean,
  say: Say,
): Promise<Map<string, string>> {
  const store = await folderEditionStore(join(folder, 'front', 'site'))
  const count = await countCopyFiles(store)
  if (count === 0) throw new PosternError('bad-usage', 'There are no pages yet: start it once.')
  const hashes = new Map<string, string>()
  let toldMs = env.nowMs()
  await sentenced(
    out,
    async () => {
      for await (const { name, bytes } of copyFiles(store, { forDisk })) {
        await mkdir(dirname(join(out, name)), { recursive: true })
        await writeFile(join(out, name), bytes)
        hashes.set(name, toHex(env.suite.sha256(bytes)))
        if (env.nowMs() - toldMs < TELL_MS) continue
        toldMs = env.nowMs()
        say.line(`  ${hashes.size} of ${count} files`)
      }
    },
    COPY,
  )
  return hashes
}

/** Nothing is written over, and no file of somebody else's comes under our signature. */
async function refuseFilled(out: string): Promise<void> {
  const names = await readdir(out).catch(() => [])
  if (names.length > 0)
    throw new PosternError('bad-usage', `${out} is not empty: name a new folder for the copy.`)
}
