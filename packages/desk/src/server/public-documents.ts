import {
  acceptDrop,
  acceptNow,
  acceptStatement,
  acceptTrust,
  type Acceptance,
  type Env,
  type KnownDocuments,
  knowNothing,
  PosternError,
  statementToFetch,
  type TrustList,
  trustToFetch,
  unverifiedClaim,
} from '@postern/protocol'
import { ClockWatch, type Log, type Notices, type Peer, PEER_ORIGIN } from '@postern/runtime'

/** Statements that are handed on: longer than a desk key lives. */
const STATEMENTS_KEPT = 40

/**
 * The public documents, pulled from the publisher at each tick and handed on to members as the
 * bytes that they are. This server checks them for its own use; members check them again.
 */
export class PublicDocuments {
  readonly #env: Env
  readonly #publisher: Peer
  readonly #log: Log
  readonly #notices: Notices
  readonly #clock: ClockWatch = new ClockWatch()
  readonly #bytes = new Map<string, Uint8Array>()
  #known: KnownDocuments

  constructor(parts: { env: Env; publisher: Peer; log: Log; notices: Notices; root: Uint8Array }) {
    this.#env = parts.env
    this.#publisher = parts.publisher
    this.#log = parts.log
    this.#notices = parts.notices
    this.#known = knowNothing(parts.root)
  }

  get trust(): TrustList | null {
    return this.#known.trust?.document ?? null
  }

  /** The bytes under a public path (`/now`, `/trust/3`), or null. */
  get(path: string): Uint8Array | null {
    return this.#bytes.get(path) ?? null
  }

  async pull(): Promise<void> {
    for (const code of ['documents-refused', 'publisher-silent'] as const)
      this.#notices.set(code, false)
    const now = await this.#ask('/now')
    if (now === null) return
    const claim = unverifiedClaim(now)
    if (claim === null) return this.#refuse()
    await this.#pullTrust(claim.trust, claim.timeMs)
    this.#accept(acceptNow(this.#env.suite, this.#known, now, this.#env.nowMs()))
    this.#bytes.set('/now', now)
    this.#watchClock()
    await this.#pullStatement()
    await this.#pullDrop()
  }

  async #pullTrust(claimed: number, timeMs: number): Promise<void> {
    const number = trustToFetch(this.#known, { trust: claimed, timeMs })
    const bytes = number === null ? null : await this.#ask(`/trust/${number}`)
    if (bytes === null) return
    this.#accept(acceptTrust(this.#env.suite, this.#known, bytes, timeMs))
    this.#bytes.set(`/trust/${claimed}`, bytes)
  }

  async #pullStatement(): Promise<void> {
    const number = statementToFetch(this.#known)
    const bytes = number === null ? null : await this.#ask(`/epoch/${number}`)
    if (bytes === null) return
    this.#accept(acceptStatement(this.#env.suite, this.#known, bytes))
    this.#keepStatement(`/epoch/${number}`, bytes)
  }

  async #pullDrop(): Promise<void> {
    const listed = this.#known.now?.document.drop ?? null
    if (listed === null || listed.number === this.#known.drop) return
    const bytes = await this.#ask(`/drop/${listed.number}`)
    if (bytes === null) return
    this.#accept(acceptDrop(this.#env.suite, this.#known, bytes))
    this.#bytes.set('/reader-drop', bytes)
  }

  #accept(acceptance: Acceptance): void {
    if (acceptance.kind === 'accepted') this.#known = acceptance.known
    else if (acceptance.why !== 'no-statement') this.#refuse()
  }

  #watchClock(): void {
    const now = this.#known.now?.document
    if (now !== undefined) this.#clock.see(now, this.#env.nowMs())
    this.#notices.set('clock-off', this.#clock.isOff)
  }

  #refuse(): void {
    this.#log.count('document-refused')
    this.#notices.set('documents-refused', true)
  }

  #keepStatement(path: string, bytes: Uint8Array): void {
    this.#bytes.set(path, bytes)
    const statements = [...this.#bytes.keys()].filter((kept) => kept.startsWith('/epoch/'))
    for (const old of statements.slice(0, -STATEMENTS_KEPT)) this.#bytes.delete(old)
  }

  async #ask(path: string): Promise<Uint8Array | null> {
    try {
      const response = await this.#publisher.fetch(new Request(`${PEER_ORIGIN}${path}`))
      if (response.status !== 200) return null
      return new Uint8Array(await response.arrayBuffer())
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('pull-failed')
      this.#notices.set('publisher-silent', true)
      return null
    }
  }
}
