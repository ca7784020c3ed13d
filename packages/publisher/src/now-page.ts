import {
  type Env,
  type Now,
  type NowDraft,
  type SigningKey,
  signNow,
  type TrustList,
  verifyNow,
  PosternError,
} from '@postern/protocol'
import type { BlobStore, Log } from '@postern/runtime'

/** What `/now` says besides its number and time. */
export type NowContent = Omit<NowDraft, 'number' | 'timeMs'>

/** A page that changed nothing is signed anew this often, so that its time stays near. */
const RENEW_MS = 5_000

/**
 * `/now` (B4). Its number and time only go forward: each page lies on disk, under its
 * number, before anybody sees it, and a restart goes on above it, also with the clock set back.
 */
export class NowPage {
  readonly #env: Env
  readonly #store: BlobStore
  readonly #log: Log
  readonly #signer: SigningKey
  #number = 0
  #timeMs = 0
  #content = ''
  #bytes: Uint8Array | null = null
  #last: Now | null = null

  constructor(parts: { env: Env; store: BlobStore; log: Log; signer: SigningKey }) {
    this.#env = parts.env
    this.#store = parts.store
    this.#log = parts.log
    this.#signer = parts.signer
  }

  /** What was last published, null before the first; a restart knows it too. */
  last(): Now | null {
    return this.#last
  }

  /** The served document; null until this process has published one. */
  bytes(): Uint8Array | null {
    return this.#bytes
  }

  /** A damaged page still gives its number, which is its name. */
  async restore(trust: TrustList): Promise<void> {
    for (const name of await this.#store.list('now/')) {
      const number = numberOf(name)
      if (number <= this.#number) continue
      this.#number = number
      this.#read(await this.#store.get(name), trust)
    }
  }

  /** Publishes when the content is new or the last page grows old. */
  async publish(content: NowContent): Promise<void> {
    const text = JSON.stringify(content)
    const timeMs = Math.max(this.#env.nowMs(), this.#timeMs)
    if (text === this.#content && timeMs < this.#timeMs + RENEW_MS) return
    const draft: NowDraft = { ...content, number: this.#number + 1, timeMs }
    const bytes = signNow(this.#signer, draft)
    await this.#store.put(nameOf(draft.number), bytes)
    this.#number = draft.number
    this.#timeMs = timeMs
    this.#content = text
    this.#bytes = bytes
    await this.#removeOlder()
  }

  #read(bytes: Uint8Array | null, trust: TrustList): void {
    try {
      if (bytes === null) return
      this.#last = verifyNow(this.#env.suite, bytes, trust)
      this.#timeMs = this.#last.timeMs
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('file-damaged')
    }
  }

  async #removeOlder(): Promise<void> {
    for (const name of await this.#store.list('now/')) {
      if (numberOf(name) < this.#number) await this.#store.remove(name)
    }
  }
}

const nameOf = (number: number): string => `now/${String(number).padStart(16, '0')}`

const numberOf = (name: string): number => Number(name.slice('now/'.length))
