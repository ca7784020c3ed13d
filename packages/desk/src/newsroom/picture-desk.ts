import { PosternError } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import { contentHash, type Picture, type PictureFormat, type SiteStore } from '@postern/site'
import type { SitePress } from './site-press.ts'

/** Pictures of the site. They are re-encoded in the editor's browser: what a camera wrote never comes here. */
export class PictureDesk {
  readonly #store: SiteStore
  readonly #press: SitePress
  readonly #files: Pick<BlobStore, 'put' | 'get'>

  constructor(store: SiteStore, press: SitePress, files: Pick<BlobStore, 'put' | 'get'>) {
    this.#store = store
    this.#press = press
    this.#files = files
  }

  /** Keeps one cut under the hash of its bytes, which it gives back. PosternError('bad-picture'). */
  async keepCut(bytes: Uint8Array): Promise<string> {
    if (formatOf(bytes) === null)
      throw new PosternError('bad-picture', 'it is neither AVIF nor WebP nor JPEG')
    const file = contentHash(bytes)
    await this.#files.put(file, bytes)
    return file
  }

  /** A picture all of whose cuts are kept; its files are served when this resolves. PosternError('bad-picture'). */
  async save(picture: Picture, note: () => void): Promise<void> {
    const there = await this.#store.pictures()
    if (there.some((one) => one.picture === picture.picture && !isSame(one, picture)))
      throw new PosternError('bad-picture', 'another picture has this name: choose another one')
    for (const { file, format } of picture.cuts) {
      const bytes = await this.#files.get(file)
      if (bytes === null || formatOf(bytes) !== format)
        throw new PosternError('bad-picture', 'a cut of it did not arrive: add it again')
    }
    note()
    await this.#store.savePicture(picture)
    await this.#press.layPicture(picture.picture)
  }
}

/** The same cuts; the point that must stay in sight may be another. */
function isSame(one: Picture, other: Picture): boolean {
  return JSON.stringify(one.cuts) === JSON.stringify(other.cuts)
}

/** By its first bytes. (ISO 14496-12 `ftyp`, RFC 9649, JFIF) */
function formatOf(bytes: Uint8Array): PictureFormat | null {
  const at = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))
  if (at(4, 12) === 'ftypavif') return 'avif'
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp'
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'jpeg' : null
}
