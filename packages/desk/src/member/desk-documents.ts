import {
  acceptDrop,
  acceptNow,
  acceptStatement,
  acceptTrust,
  type Acceptance,
  decodeDrop,
  type Drop,
  type Env,
  type KnownDocuments,
  knowNothing,
  type Now,
  numberInForce,
  type Statement,
  statementInForce,
  statementToFetch,
  type TrustList,
  trustToFetch,
  unverifiedClaim,
} from '@postern/protocol'
import type { DeskClient } from './desk-client.ts'

/** Why nothing can be verified, for people; null when all is well. */
export type DocumentTrouble = string | null

/** The public documents as a member has checked them, from the root in his keyring. */
export class DeskDocuments {
  readonly #env: Env
  readonly #client: DeskClient
  #known: KnownDocuments
  #drop: { interval: number; drop: Drop } | null = null
  #trouble: DocumentTrouble = null
  /** How far the signed time was ahead of the own clock when it came. */
  #aheadMs = 0

  constructor(env: Env, client: DeskClient, root: Uint8Array) {
    this.#env = env
    this.#client = client
    this.#known = knowNothing(root)
  }

  get trust(): TrustList | null {
    return this.#known.trust?.document ?? null
  }

  get now(): Now | null {
    return this.#known.now?.document ?? null
  }

  /** Number of the statement in force, also when the statement itself is not here yet. */
  get numberInForce(): number | null {
    return numberInForce(this.#known)
  }

  get statement(): Statement | null {
    return statementInForce(this.#known)
  }

  /** The newest public reader drop that was checked. */
  get readerDrop(): { readonly interval: number; readonly drop: Drop } | null {
    return this.#drop
  }

  get trouble(): DocumentTrouble {
    return this.#trouble
  }

  /**
   * The time that the newest `/now` signs for, carried on by the own clock: all members of a desk
   * reckon by it, also one whose clock is wrong.
   */
  timeMs(): number {
    return this.#env.nowMs() + this.#aheadMs
  }

  /** One look at `/now`, and at what it says is new. */
  async step(): Promise<void> {
    const bytes = await this.#client.now()
    const claim = bytes && unverifiedClaim(bytes)
    if (!bytes || !claim) return
    this.#trouble = null
    const trust = trustToFetch(this.#known, claim)
    const list = trust === null ? null : await this.#client.trust(trust)
    if (list) this.#take(acceptTrust(this.#env.suite, this.#known, list, claim.timeMs))
    this.#takeNow(bytes)
    await this.#takeStatement()
    await this.#takeDrop()
  }

  #takeNow(bytes: Uint8Array): void {
    const before = this.#known.now?.hash
    this.#take(acceptNow(this.#env.suite, this.#known, bytes, this.#env.nowMs()))
    const { now } = this.#known
    if (now !== null && now.hash !== before) this.#aheadMs = now.document.timeMs - this.#env.nowMs()
  }

  async #takeStatement(): Promise<void> {
    const number = statementToFetch(this.#known)
    const bytes = number === null ? null : await this.#client.statement(number)
    if (bytes) this.#take(acceptStatement(this.#env.suite, this.#known, bytes))
  }

  async #takeDrop(): Promise<void> {
    const listed = this.#known.now?.document.drop ?? null
    if (listed === null || listed.number === this.#known.drop) return
    const bytes = await this.#client.readerDrop()
    const accepted = bytes && acceptDrop(this.#env.suite, this.#known, bytes)
    if (!bytes || accepted?.kind !== 'accepted') return
    this.#known = accepted.known
    this.#drop = { interval: listed.number, drop: decodeDrop(bytes) }
  }

  #take(acceptance: Acceptance): void {
    if (acceptance.kind === 'accepted') this.#known = acceptance.known
    else this.#trouble = acceptance.why
  }
}
