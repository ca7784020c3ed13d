import {
  assembleStatement,
  type Env,
  firstAbove,
  inForce,
  MAX_LISTED_STATEMENTS,
  PosternError,
  type Signature,
  type Statement,
  type TrustList,
  verifyStatement,
  verifyStatementDraft,
} from '@postern/protocol'
import type { BlobStore, Log } from '@postern/runtime'

/** A statement that both mixes have signed; the hash is SHA-256 of the served document. */
export interface Published {
  readonly statement: Statement
  readonly document: Uint8Array
  readonly hash: Uint8Array
}

/** A statement that waits for the mixes' signatures. */
export interface Pending {
  readonly statement: Statement
  readonly payload: Uint8Array
}

/** Longer than a desk key lives, so that whoever opens late finds the statement. */
const STATEMENTS_KEPT = 40

/**
 * The statements by number: drafts, which a mix signs at most once and which therefore never
 * change, and what was published. A number that is given up is never used again. (B1, B6)
 */
export class StatementBook {
  readonly #env: Env
  readonly #store: BlobStore
  readonly #log: Log
  #trust: TrustList | null = null
  #published: Published[] = []
  #pending: Pending | null = null
  #highest = 0
  #damaged: number[] = []
  /** Published ones that do not stand under this trust list, nor as anybody else has them. */
  #refused = new Set<number>()

  constructor(parts: { env: Env; store: BlobStore; log: Log }) {
    this.#env = parts.env
    this.#store = parts.store
    this.#log = parts.log
  }

  published(): readonly Published[] {
    return this.#published
  }

  /** The one draft that is being signed. */
  pending(): Pending | null {
    return this.#pending
  }

  /** The number for the next draft. */
  nextNumber(): number {
    return this.#highest + 1
  }

  /** The last that is published or drafted; null for none. */
  last(): Statement | null {
    return (this.#pending ?? this.#published.at(-1))?.statement ?? null
  }

  inForce(): Statement | null {
    const statements = this.#published.map(({ statement }) => statement)
    return inForce(statements, this.#env.nowMs())
  }

  /**
   * What `/now` lists, lowest number first: the one in force and the next that will be, as many as
   * it may hold. One that a higher number overtakes never comes into force. (B1)
   */
  listed(): Published[] {
    const current = this.inForce()?.number ?? 0
    const coming = this.#published.filter(({ statement }) => statement.number >= current)
    const labels = coming.map(({ statement }) => statement)
    const isOvertaken = ({ number, fromMs }: Statement): boolean =>
      (firstAbove(number, labels) ?? Infinity) <= fromMs
    return coming.filter(({ statement }) => !isOvertaken(statement)).slice(0, MAX_LISTED_STATEMENTS)
  }

  /** Loads what is on disk, as far as this trust list lets it stand. */
  async restore(trust: TrustList): Promise<void> {
    this.#trust = trust
    const published = await this.#numbers('epoch/')
    const given = new Set([...published, ...(await this.#numbers('burnt/'))])
    const drafts = (await this.#numbers('draft/')).filter((number) => !given.has(number))
    this.#highest = Math.max(0, ...given, ...drafts)
    this.#published = await this.#load(published, 'epoch', (bytes) => this.#asPublished(bytes))
    const standing = this.#published.map(({ statement: { number } }) => number)
    this.#damaged = published.filter((number) => !standing.includes(number))
    this.#refused = new Set(this.#damaged)
    const waiting = await this.#load(drafts, 'draft', (bytes) => this.#asPending(bytes))
    this.#pending = waiting.at(-1) ?? null
  }

  /** Numbers of published statements that do not stand as they lie on the disk. */
  damaged(): readonly number[] {
    return this.#damaged
  }

  /**
   * True when the trust list refuses what would be in force, and nothing that stands will be by this
   * time. (B1)
   */
  isOverthrown(byMs: number): boolean {
    const standing = this.#published.map(({ statement }) => statement)
    return this.#refused.size > 0 && inForce(standing, byMs) === null
  }

  /**
   * Puts a published statement in the place of its damaged copy, after the check that every reader
   * makes. False, and counted, when it does not stand either.
   */
  async heal(number: number, document: Uint8Array): Promise<boolean> {
    const published = this.#tryPublished(document)
    if (published === null || published.statement.number !== number) return false
    await this.#store.remove(nameOf('epoch', number))
    await this.#store.put(nameOf('epoch', number), document)
    this.#published = [...this.#published, published].toSorted(
      (a, b) => a.statement.number - b.statement.number,
    )
    this.#log.count('file-damaged')
    this.#refused.delete(number)
    this.leaveDamaged(number)
    return true
  }

  /** Nobody has it whole: it is not asked for again. */
  leaveDamaged(number: number): void {
    this.#damaged = this.#damaged.filter((one) => one !== number)
  }

  /** Takes a draft up, so that the mixes find it: on disk before it is shown. */
  async draft(payload: Uint8Array): Promise<void> {
    const pending = this.#asPending(payload)
    const { number } = pending.statement
    if (number < this.nextNumber()) throw new TypeError('a draft out of turn')
    await this.#store.put(nameOf('draft', number), payload)
    this.#highest = number
    this.#pending = pending
    this.#log.count('statement-drafted')
  }

  /**
   * Publishes the draft under both signatures, after the check that every reader makes.
   * False when it does not stand.
   */
  async publish(signatures: readonly Signature[]): Promise<boolean> {
    const draft = this.#pending
    if (draft === null) throw new TypeError('no draft to publish')
    const { number } = draft.statement
    const published = this.#tryPublished(assembleStatement(draft.payload, signatures))
    if (published === null) return false
    await this.#store.put(nameOf('epoch', number), published.document)
    await this.#store.remove(nameOf('draft', number))
    this.#pending = null
    this.#published = [...this.#published, published]
    this.#log.count('statement-signed')
    await this.#removeOld()
    return true
  }

  /** Gives the draft up, and its number with it, for good. */
  async giveUp(): Promise<void> {
    if (this.#pending === null) return
    const { number } = this.#pending.statement
    await this.#store.put(nameOf('burnt', number), new Uint8Array(0))
    await this.#store.remove(nameOf('draft', number))
    this.#pending = null
    this.#log.count('statement-refused')
  }

  #asPublished(document: Uint8Array): Published {
    const statement = verifyStatement(this.#env.suite, document, this.#trusted())
    return { statement, document, hash: this.#env.suite.sha256(document) }
  }

  #tryPublished(document: Uint8Array): Published | null {
    try {
      return this.#asPublished(document)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('statement-refused')
      return null
    }
  }

  #asPending(payload: Uint8Array): Pending {
    return { statement: verifyStatementDraft(this.#env.suite, payload, this.#trusted()), payload }
  }

  #trusted(): TrustList {
    if (this.#trust === null) throw new TypeError('no trust list')
    return this.#trust
  }

  /** What does not verify is counted and left out: its number stays used. */
  async #load<T>(
    numbers: readonly number[],
    folder: string,
    read: (bytes: Uint8Array) => T,
  ): Promise<T[]> {
    const loaded: T[] = []
    for (const number of numbers) {
      const bytes = await this.#store.get(nameOf(folder, number))
      try {
        if (bytes !== null) loaded.push(read(bytes))
      } catch (error) {
        if (!(error instanceof PosternError)) throw error
        this.#log.count('document-refused')
      }
    }
    return loaded
  }

  async #numbers(prefix: string): Promise<number[]> {
    const names = await this.#store.list(prefix)
    return names.map((name) => Number(name.slice(prefix.length))).toSorted((a, b) => a - b)
  }

  async #removeOld(): Promise<void> {
    const old = this.#published.slice(0, -STATEMENTS_KEPT)
    for (const { statement } of old) await this.#store.remove(nameOf('epoch', statement.number))
    this.#published = this.#published.slice(-STATEMENTS_KEPT)
  }
}

const nameOf = (folder: string, number: number): string => `${folder}/${number}`
