import { type Env, PosternError, type TrustList, verifyTrustList } from '@postern/protocol'
import type { BlobStore, Log } from '@postern/runtime'

export interface ShelvedTrust {
  readonly list: TrustList
  readonly document: Uint8Array
  /** SHA-256 of the served document. */
  readonly hash: Uint8Array
}

/** Before this is left, the operator is told that the root must sign the next list. */
const WARN_BEFORE_MS: number = 30 * 24 * 60 * 60 * 1_000

/**
 * The trust lists that the root's holders laid into the store under `trust/<number>`. Only they
 * make them; the publisher looks for a newer one at each tick and checks it like any client. (B1)
 */
export class TrustShelf {
  readonly #env: Env
  readonly #store: BlobStore
  readonly #log: Log
  readonly #root: Uint8Array
  #lists: ShelvedTrust[] = []
  #refused = new Set<string>()
  #told = ''

  constructor(parts: { env: Env; store: BlobStore; log: Log; root: Uint8Array }) {
    this.#env = parts.env
    this.#store = parts.store
    this.#log = parts.log
    this.#root = parts.root
  }

  latest(): ShelvedTrust | null {
    return this.#lists.at(-1) ?? null
  }

  get(number: number): ShelvedTrust | null {
    return this.#lists.find(({ list }) => list.number === number) ?? null
  }

  /** Takes up what is new; what does not verify is counted once and left alone. */
  async refresh(): Promise<void> {
    for (const name of inOrder(await this.#store.list('trust/'))) {
      if (numberOf(name) <= (this.latest()?.list.number ?? 0) || this.#refused.has(name)) continue
      const document = await this.#store.get(name)
      if (document !== null) this.#take(name, document)
    }
    this.#warn()
  }

  /** A list that has expired is served until the next one comes: readers refuse it themselves. */
  #take(name: string, document: Uint8Array): void {
    try {
      const known = this.latest()?.list ?? this.#root
      const list = verifyTrustList(this.#env.suite, document, known, 0)
      this.#lists.push({ list, document, hash: this.#env.suite.sha256(document) })
      this.#log.count('document-taken')
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#refused.add(name)
      this.#log.count('document-refused')
    }
  }

  #warn(): void {
    const leftMs = (this.latest()?.list.expiresMs ?? 0) - this.#env.nowMs()
    if (leftMs > WARN_BEFORE_MS) return
    const code = leftMs > 0 ? 'root-needed' : 'trust-expired'
    if (this.#told === code) return
    this.#told = code
    this.#log.say({ event: 'notice', code })
  }
}

const numberOf = (name: string): number => Number(name.slice('trust/'.length))

const inOrder = (names: readonly string[]): string[] =>
  names.toSorted((a, b) => numberOf(a) - numberOf(b))
