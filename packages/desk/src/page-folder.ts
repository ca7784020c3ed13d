import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromUtf8, PosternError, utf8 } from '@postern/protocol'
import { writeFileDurably } from '@postern/runtime'
import { z } from 'zod'
import type { PageFile } from './server/page-file.ts'

const manifestForm = z.array(
  z.object({
    path: z.string().regex(/^\/(assets\/[a-z0-9-]+\.(html|js|css|wasm))?$/),
    contentType: z.string(),
    file: z.string().regex(/^[a-z0-9-]+\.(html|js|css|wasm)$/),
  }),
)

/** Lays the handlers' page into a desk server's folder; the manifest comes last. */
export async function writeDeskPage(folder: string, page: readonly PageFile[]): Promise<void> {
  const target = join(folder, 'page')
  await mkdir(target, { recursive: true, mode: 0o700 })
  const manifest = page.map(({ path, contentType }) => ({ path, contentType, file: fileOf(path) }))
  for (const { path, bytes } of page) await writeFileDurably(join(target, fileOf(path)), bytes)
  await writeFileDurably(join(target, 'page.json'), utf8(JSON.stringify(manifest)))
}

/** Throws PosternError 'bad-config' when there is no whole page. */
export async function readDeskPage(folder: string): Promise<PageFile[]> {
  const target = join(folder, 'page')
  try {
    const text = fromUtf8(new Uint8Array(await readFile(join(target, 'page.json'))))
    const manifest = manifestForm.parse(JSON.parse(text))
    return await Promise.all(
      manifest.map(async ({ path, contentType, file }) => ({
        path,
        contentType,
        bytes: new Uint8Array(await readFile(join(target, file))),
      })),
    )
  } catch {
    throw new PosternError('bad-config', `the handlers' page in ${target} is missing or damaged`)
  }
}

function fileOf(path: string): string {
  return path === '/' ? 'index.html' : path.slice('/assets/'.length)
}
