import { link, mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { PosternError } from '@postern/protocol'
import { hasCode } from '../files/file-error.ts'
import { settleName, TEMPORARY_SUFFIX, writeTemporary } from '../files/write-durably.ts'
import { checkName, type BlobStore } from './blob-store.ts'
import { sameBytes } from './same-bytes.ts'

/** A BlobStore in a folder, one file a blob, 0600. */
export class FileStore implements BlobStore {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** Makes the folder when it is missing, and removes what a crash left half written. */
  static async open(folder: string): Promise<FileStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const path of await filesBelow(folder)) {
      if (path.endsWith(TEMPORARY_SUFFIX)) await rm(path, { force: true })
    }
    return new FileStore(folder)
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(name)
    await makeFolder(dirname(path))
    const temporary = await writeTemporary(path, bytes, 0o600)
    try {
      await nameOnce(temporary, path)
    } catch (error) {
      await this.#acceptSame(name, bytes, error)
    } finally {
      await rm(temporary, { force: true })
    }
    await settleName(path)
  }

  async get(name: string): Promise<Uint8Array | null> {
    try {
      return new Uint8Array(await readFile(this.#path(name)))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null
      throw error
    }
  }

  async list(prefix: string): Promise<string[]> {
    const names = (await filesBelow(this.#folder))
      .filter((path) => !path.endsWith(TEMPORARY_SUFFIX))
      .map((path) => relative(this.#folder, path).split(sep).join('/'))
    return names.filter((name) => name.startsWith(prefix)).sort()
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true })
  }

  async move(from: string, to: string): Promise<void> {
    await makeFolder(dirname(this.#path(to)))
    try {
      await nameOnce(this.#path(from), this.#path(to))
    } catch (error) {
      await this.#acceptSame(to, await this.#held(from), error)
    }
    await settleName(this.#path(to))
    if (from !== to) await this.remove(from)
  }

  async #held(name: string): Promise<Uint8Array> {
    const bytes = await this.get(name)
    if (bytes === null) throw new PosternError('name-missing')
    return bytes
  }

  #path(name: string): string {
    checkName(name)
    return join(this.#folder, name)
  }

  async #acceptSame(name: string, bytes: Uint8Array, error: unknown): Promise<void> {
    if (!(error instanceof PosternError) || error.code !== 'name-taken') throw error
    const held = await this.get(name)
    if (held === null || !sameBytes(held, bytes)) throw error
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** A hard link, because unlike a rename it fails when the name is taken. */
async function nameOnce(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw new PosternError('name-taken')
    if (hasCode(error, 'ENOENT')) throw new PosternError('name-missing')
    throw error
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
