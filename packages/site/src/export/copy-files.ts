import { PosternError } from '@postern/protocol'
import { Edition } from '../publication/edition.ts'
import type { EditionStore } from '../publication/edition-store.ts'

/** One file of a copy of the site, as any web server, object store or stick holds it. */
export interface CopyFile {
  /** Relative, with `/` between folders. */
  readonly name: string
  readonly bytes: Uint8Array
}

export interface CopyOptions {
  /** Links name files instead of folders, so that a browser opens the copy from a disk. */
  readonly forDisk: boolean
}

/** How many files a copy of this edition has. */
export async function countCopyFiles(store: EditionStore): Promise<number> {
  return (await Edition.open(store)).paths.length
}

/**
 * Every file of the edition, by the order of their names, as it is served without compression.
 * PosternError('site-damaged') when a file is missing.
 */
export async function* copyFiles(
  store: EditionStore,
  { forDisk }: CopyOptions,
): AsyncGenerator<CopyFile> {
  const edition = await Edition.open(store)
  for (const path of edition.paths.sort()) {
    const entry = edition.entry(path)
    const packed = entry === null ? null : await store.get(entry.file)
    if (entry === null || packed === null)
      throw new PosternError(
        'site-damaged',
        `The file of ${path} is missing: the site was laid anew meanwhile, so begin the copy again.`,
      )
    const bytes = packed.subarray(0, entry.sizes[0])
    const isPage = entry.type.startsWith('text/html')
    yield { name: copyName(path), bytes: forDisk && isPage ? linkedToFiles(bytes) : bytes }
  }
}

/** A folder's page is its `index.html`, as every web server has it. */
function copyName(path: string): string {
  return path.slice(1) + (path.endsWith('/') ? 'index.html' : '')
}

/** Our own links are relative, and those to pages end with a stroke. */
const PAGE_LINK = /(\shref=")(\.\.?\/(?:[^"#?]*\/)?)(#[^"]*)?"/g

function linkedToFiles(bytes: Uint8Array): Uint8Array {
  const page = new TextDecoder().decode(bytes)
  const linked = page.replaceAll(
    PAGE_LINK,
    (_, before: string, folder: string, place: string | undefined) =>
      `${before}${folder}index.html${place ?? ''}"`,
  )
  return new TextEncoder().encode(linked)
}
