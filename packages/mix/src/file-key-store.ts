import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { eraseSecretFile, readSecretFile, writeSecretFile } from '@postern/runtime'
import type { KeyStore } from './key-store.ts'

/**
 * A KeyStore in a folder, a file to an epoch, 0600. Erasing writes over the file in place and
 * removes it; what a copying file system or a flash disk still holds below is beyond this, so
 * the disk of a mix is encrypted and never backed up (docs/operate).
 */
export class FileKeyStore implements KeyStore {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async open(folder: string): Promise<FileKeyStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new FileKeyStore(folder)
  }

  async put(epoch: number, seed: Uint8Array): Promise<void> {
    if ((await this.get(epoch)) !== null) throw new TypeError('key store: an epoch has one key')
    await writeSecretFile(this.#path(epoch), seed)
  }

  async get(epoch: number): Promise<Uint8Array | null> {
    return await readSecretFile(this.#path(epoch))
  }

  async list(): Promise<number[]> {
    const names = await readdir(this.#folder)
    return names
      .filter((name) => /^\d{1,10}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)
  }

  async erase(epoch: number): Promise<void> {
    await eraseSecretFile(this.#path(epoch))
  }

  #path(epoch: number): string {
    return join(this.#folder, String(epoch))
  }
}
