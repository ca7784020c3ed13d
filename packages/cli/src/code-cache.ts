import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { CODE, entryOf, type PartRole } from './part.ts'

/** Beside the packages that it is made from. */
const CACHE = join(CODE, 'node_modules', '.cache', 'postern', 'code')
/** Says for which entries the cache was filled. */
const FILLED = join(dirname(CACHE), 'code-filled')

/** Within a part's own folder: no part may write what another one runs. */
export const partCache = (folder: string): string => join(folder, 'code')

/** From here on this process keeps what it compiles; where that cannot be written, nothing. */
export function keepCode(): void {
  enableCompileCache(CACHE)
}

/**
 * Compiles what the parts run, once for every change of the code, and lays copies into their
 * folders: they start in half the time and spare the memory of the TypeScript compiler, 25 MB in
 * each. Without it they run all the same, so whatever fails here is left at that.
 */
export async function layCode(folder: string, roles: readonly PartRole[]): Promise<void> {
  const cache = getCompileCacheDir()
  if (cache === undefined) return
  flushCompileCache()
  try {
    await fill(roles)
    const copies = roles.map((role) => copyNew(cache, partCache(join(folder, role))))
    await Promise.all(copies)
  } catch {
    return
  }
}

/** An entry without a data folder ends at once, after it has compiled everything it would run. */
async function fill(roles: readonly PartRole[]): Promise<void> {
  const entries = [...new Set(roles.map((role) => entryOf(role)))]
  const sources = await Promise.all(entries.map((entry) => readFile(entry)))
  const wanted = createHash('sha256').update(Buffer.concat(sources)).digest('hex')
  if ((await readFile(FILLED, 'utf8').catch(() => '')) === wanted) return
  await Promise.all(entries.map((entry) => compile(entry)))
  await writeFile(FILLED, wanted)
}

async function compile(entry: string): Promise<void> {
  const env = { NODE_COMPILE_CACHE: CACHE, NODE_NO_WARNINGS: '1' }
  await once(spawn(process.execPath, [entry], { stdio: 'ignore', env }), 'exit')
}

async function copyNew(cache: string, own: string): Promise<void> {
  const target = join(own, basename(cache))
  await mkdir(target, { recursive: true, mode: 0o700 })
  for (const name of await readdir(cache)) {
    const [from, to] = [join(cache, name), join(target, name)]
    if ((await madeMs(from)) > (await madeMs(to))) await copyFile(from, to)
  }
}

async function madeMs(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0
}
