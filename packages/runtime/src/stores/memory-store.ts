import { PosternError } from '@postern/protocol'
import { checkName, type BlobStore } from './blob-store.ts'
import { sameBytes } from './same-bytes.ts'

/** A BlobStore for tests and the simulator; what is put or got is copied. */
export class MemoryStore implements BlobStore {
  readonly #blobs = new Map<string, Uint8Array>()

  async put(name: string, bytes: Uint8Array): Promise<void> {
    checkName(name)
    const held = this.#blobs.get(name)
    if (held === undefined) this.#blobs.set(name, bytes.slice())
    else if (!sameBytes(held, bytes)) throw new PosternError('name-taken')
  }

  async get(name: string): Promise<Uint8Array | null> {
    checkName(name)
    return this.#blobs.get(name)?.slice() ?? null
  }

  async list(prefix: string): Promise<string[]> {
    return [...this.#blobs.keys()].filter((name) => name.startsWith(prefix)).sort()
  }

  async remove(name: string): Promise<void> {
    checkName(name)
    this.#blobs.delete(name)
  }

  async move(from: string, to: string): Promise<void> {
    checkName(from)
    checkName(to)
    const bytes = this.#blobs.get(from)
    if (bytes === undefined) throw new PosternError('name-missing')
    await this.put(to, bytes)
    if (from !== to) this.#blobs.delete(from)
  }
}
