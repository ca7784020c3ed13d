import { fromUtf8, MAX_STAMP_BITS, type Parameters, PosternError } from '@postern/protocol'
import { type BlobStore, type Log, Notices } from '@postern/runtime'

const NAME = 'stamp-bits'
const NUMBER = /^\d{1,2}\n?$/

/**
 * What the operator laid into the publisher's own folder: how many bits a stamp is to have while
 * somebody floods the door (S3). No file means those of the column.
 */
export class StampRequest {
  readonly #requests: BlobStore
  readonly #least: number
  readonly #notices: Notices

  constructor(parts: { requests: BlobStore; parameters: Parameters; log: Log }) {
    this.#requests = parts.requests
    this.#least = parts.parameters.stampBits
    this.#notices = new Notices(parts.log)
  }

  /** Null when the file says no number that a statement may have: all stays as it is. */
  async stampBits(): Promise<number | null> {
    const bytes = await this.#requests.get(NAME)
    const asked = bytes === null ? this.#least : numberIn(bytes)
    const stands = asked !== null && asked >= this.#least && asked <= MAX_STAMP_BITS
    this.#notices.set('stamp-refused', !stands)
    this.#notices.say()
    return stands ? asked : null
  }
}

function numberIn(bytes: Uint8Array): number | null {
  try {
    const text = fromUtf8(bytes)
    return NUMBER.test(text) ? Number(text) : null
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
