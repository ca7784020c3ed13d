import {
  type Env,
  equalBytes,
  inForce,
  type Now,
  PosternError,
  type Statement,
  type TrustList,
  unverifiedClaim,
  verifyNow,
  verifyStatement,
  verifyTrustList,
} from '@postern/protocol'
import type { BlobStore, Log, Peer } from '@postern/runtime'
import { getBytes } from './get-bytes.ts'
import type { MixState } from './mix-state.ts'

/** Statements kept: a batch that comes late is opened, or refused, by its own. */
const STATEMENTS_KEPT = 40
/** Trust lists asked for in one tick, when several were signed while this mix slept. */
const MOST_TRUST_LISTS = 16
const MOST_BYTES = 65_536

interface Parts {
  readonly env: Env
  readonly documents: BlobStore
  readonly publisher: Peer
  readonly state: MixState
  readonly log: Log
  readonly organisation: Uint8Array
  /** The root's key, 32 bytes. */
  readonly root: Uint8Array
}

/**
 * What a mix knows of the public documents: the trust list and the statements that it has itself
 * signed (B1, B3). It chooses the epoch by its own clock; `/now` tells it nothing that it acts on
 * but whether clocks and counts agree.
 */
export class MixDocuments {
  readonly #parts: Parts
  #trust: TrustList | null = null
  #now: Now | null = null
  #statements: Statement[] = []
  #loaded = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get trust(): TrustList | null {
    return this.#trust
  }

  /** The last `/now` that verified, or null. */
  get now(): Now | null {
    return this.#now
  }

  /** Verified ones, by number. */
  get statements(): readonly Statement[] {
    return this.#statements
  }

  statement(number: number): Statement | null {
    return this.#statements.find((statement) => statement.number === number) ?? null
  }

  /** A statement as it is served, whole with its signatures; null when it is not held. */
  async statementBytes(number: number): Promise<Uint8Array | null> {
    if (this.statement(number) === null) return null
    return await this.#parts.documents.get(`epoch/${number}`)
  }

  /** In force by this mix's clock, or null. */
  statementInForce(): Statement | null {
    return inForce(this.#statements, this.#parts.env.nowMs())
  }

  /** The number of the epoch in force as far as anything says; 1 before the first. */
  currentNumber(): number {
    const listed = this.#now === null ? null : inForce(this.#now.statements, this.#now.timeMs)
    return Math.max(1, this.statementInForce()?.number ?? 0, listed?.number ?? 0)
  }

  /** Takes up what this mix's own folder holds; the publisher may be silent for days. */
  async load(): Promise<void> {
    if (this.#loaded) return
    for (const name of inOrder(await this.#parts.documents.list('trust/'))) {
      this.#trust = this.#tryTrust(await this.#parts.documents.get(name)) ?? this.#trust
    }
    for (const name of inOrder(await this.#parts.documents.list('epoch/'))) {
      this.#add(this.#tryStatement(await this.#parts.documents.get(name)))
    }
    this.#loaded = true
  }

  /** Asks the publisher for what is new. PosternError 'document-refused' when something is false. */
  async pull(): Promise<void> {
    const now = await getBytes(this.#parts.publisher, '/now', MOST_BYTES)
    await this.#pullTrust(now === null ? null : (unverifiedClaim(now)?.trust ?? null))
    if (now !== null && this.#trust !== null) {
      this.#now = verified(() => verifyNow(this.#parts.env.suite, now, this.#trusted()))
    }
    await this.#pullStatements()
  }

  /** The number that `/now` names, else upwards from the one that is held. */
  async #pullTrust(named: number | null): Promise<void> {
    const held = this.#trust?.number ?? 0
    const next = Array.from({ length: MOST_TRUST_LISTS }, (_, ahead) => held + 1 + ahead)
    const numbers = named === null ? next : [named].filter((number) => number > held)
    for (const number of numbers) {
      const bytes = await getBytes(this.#parts.publisher, `/trust/${number}`, MOST_BYTES)
      if (bytes === null) return
      const trust = this.#tryTrust(bytes)
      if (trust === null) continue
      await this.#lay(`trust/${number}`, bytes)
      this.#trust = trust
    }
  }

  /**
   * Those that this mix signed, or that `/now` lists, and that are not here yet. One that does not
   * verify (from before this mix's time, or false) does not stand in the way of the others.
   */
  async #pullStatements(): Promise<void> {
    if (this.#trust === null) return
    let refusedOne = false
    for (const number of await this.#wanted()) {
      const bytes = await getBytes(this.#parts.publisher, `/epoch/${number}`, MOST_BYTES)
      if (bytes === null) continue
      const statement = valueOf(() => this.#checked(bytes))
      if (statement === null) refusedOne = true
      else await this.#take(statement, bytes)
    }
    await this.#removeOld()
    if (refusedOne) refused()
  }

  async #take(statement: Statement, bytes: Uint8Array): Promise<void> {
    await this.#refuseOther(statement)
    await this.#lay(`epoch/${statement.number}`, bytes)
    this.#add(statement)
  }

  /** Only what is not held is fetched, so another one under this name is a damaged file. */
  async #lay(name: string, bytes: Uint8Array): Promise<void> {
    const held = await this.#parts.documents.get(name)
    if (held !== null && !equalBytes(held, bytes)) {
      this.#parts.log.count('file-damaged')
      await this.#parts.documents.remove(name)
    }
    await this.#parts.documents.put(name, bytes)
  }

  async #wanted(): Promise<number[]> {
    const listed = this.#now?.statements.map(({ number }) => number) ?? []
    const signed = await this.#parts.state.signatureNumbers(this.currentNumber())
    const numbers = [...new Set([...listed, ...signed])].sort((a, b) => a - b)
    return numbers.filter((number) => this.statement(number) === null)
  }

  /**
   * A statement under a number that this mix signed otherwise is false; one that it never signed,
   * and that bears its signature, shows that its own state was put back ('state-restored').
   */
  async #refuseOther(statement: Statement): Promise<void> {
    const { state } = this.#parts
    if (statement.number <= (await state.floor()).epoch) return
    const signed = await state.signature(statement.number)
    if (signed === null) throw new PosternError('state-restored')
    if (!equalBytes(signed.payloadHash, statement.hash)) throw new PosternError('document-refused')
  }

  async #removeOld(): Promise<void> {
    const kept = this.#statements.slice(-STATEMENTS_KEPT)
    for (const { number } of this.#statements.slice(0, -STATEMENTS_KEPT)) {
      await this.#parts.documents.remove(`epoch/${number}`)
    }
    this.#statements = kept
  }

  #checked(bytes: Uint8Array): Statement {
    return verifyStatement(this.#parts.env.suite, bytes, this.#trusted())
  }

  #trusted(): TrustList {
    return this.#trust ?? refused()
  }

  #add(statement: Statement | null): void {
    if (statement === null) return
    this.#statements = [...this.#statements, statement].sort((a, b) => a.number - b.number)
  }

  #tryTrust(bytes: Uint8Array | null): TrustList | null {
    const { env, root, organisation } = this.#parts
    return valueOf(() => {
      const list = verifyTrustList(env.suite, bytes ?? refused(), this.#trust ?? root, env.nowMs())
      return equalBytes(list.organisation, organisation) ? list : refused()
    })
  }

  #tryStatement(bytes: Uint8Array | null): Statement | null {
    return valueOf(() => this.#checked(bytes ?? refused()))
  }
}

/** What `check` accepts; 'document-refused' for what it does not. */
function verified<T>(check: () => T): T {
  return valueOf(check) ?? refused()
}

function valueOf<T>(check: () => T): T | null {
  try {
    return check()
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}

function refused(): never {
  throw new PosternError('document-refused')
}

function inOrder(names: readonly string[]): string[] {
  const numberOf = (name: string): number => Number(name.split('/')[1])
  return names.toSorted((a, b) => numberOf(a) - numberOf(b))
}
