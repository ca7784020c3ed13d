import {
  type Acceptance,
  acceptDay,
  acceptDrop,
  acceptNow,
  acceptStatement,
  acceptTrust,
  type Env,
  equalBytes,
  knowNothing,
  type KnownDocuments,
  type Now,
  type Parameters,
  PosternError,
  type Statement,
  statementInForce,
  unverifiedClaim,
} from '@postern/protocol'
import { type BlobStore, ClockWatch, type Log, type Peer } from '@postern/runtime'
import { type Answer, answer, type Keeping } from './answer.ts'
import { isRetained } from './document-life.ts'
import { getDocument } from './get-document.ts'

/** Served bytes by path without its slash: `now`, `trust/1`, `epoch/7`, `drop/900`, `day/3`. */
type Documents = Map<string, Uint8Array>

/**
 * The public documents in memory and in the front's own folder (F4). They are checked as a client
 * checks them, so that a front never serves what every reader would refuse, and taken as a whole:
 * a `/now` is served only once everything it names is here and durable.
 */
export class PublicDocuments {
  readonly #env: Env
  readonly #store: BlobStore
  #known: KnownDocuments
  #documents: Documents = new Map()
  #answers = new Map<string, Answer>()
  readonly #log: Log
  readonly #clock: ClockWatch = new ClockWatch()

  private constructor(env: Env, store: BlobStore, root: Uint8Array, log: Log) {
    this.#env = env
    this.#log = log
    this.#store = store
    this.#known = knowNothing(root)
  }

  /** Begins with what the folder holds, so that a restart serves without the publisher. */
  static async open(
    env: Env,
    store: BlobStore,
    root: Uint8Array,
    log: Log,
  ): Promise<PublicDocuments> {
    const documents = new PublicDocuments(env, store, root, log)
    const newest = (await store.list('now/')).map(numberOf).sort((a, b) => b - a)[0]
    if (newest !== undefined) await documents.#restore(newest)
    return documents
  }

  /** Null before the first: readers then find no documents, and the door is closed. */
  get now(): Now | null {
    return this.#known.now?.document ?? null
  }

  /** The one in force; null before the first. */
  get statement(): Statement | null {
    return statementInForce(this.#known)
  }

  get parameters(): Parameters | null {
    return this.statement?.parameters ?? null
  }

  /** The bytes of a document that is served, by its path without the slash. */
  bytes(name: string): Uint8Array | null {
    return this.#documents.get(name) ?? null
  }

  /** Whether this machine's clock and the publisher's differ by minutes. */
  get isClockOff(): boolean {
    return this.#clock.isOff
  }

  /** The answer to a path like `/drop/900`, null for every other. */
  answer(path: string): Answer | null {
    return this.#answers.get(path) ?? null
  }

  /**
   * Takes what the publisher has that is new. PosternError 'document-refused' when any of it does
   * not verify, 'document-missing' when `/now` names what is not there; then all stays as it was.
   */
  async pull(publisher: Peer): Promise<void> {
    const bytes = await getDocument(publisher, '/now')
    if (equalBytes(bytes, this.#documents.get('now') ?? new Uint8Array(0))) return
    await this.#take(
      bytes,
      async (name) => this.#documents.get(name) ?? getDocument(publisher, `/${name}`),
    )
    if (this.now !== null) this.#clock.see(this.now, this.#env.nowMs())
  }

  async #restore(newest: number): Promise<void> {
    const held = async (name: string): Promise<Uint8Array> => {
      const bytes = await this.#store.get(name)
      if (bytes === null) throw new PosternError('document-missing')
      return bytes
    }
    try {
      await this.#take(await held(`now/${newest}`), held)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('file-damaged')
    }
  }

  async #take(now: Uint8Array, get: (name: string) => Promise<Uint8Array>): Promise<void> {
    const documents: Documents = new Map([['now', now]])
    const fetchInto = async (name: string): Promise<Uint8Array> => {
      const bytes = await get(name)
      documents.set(name, bytes)
      return bytes
    }
    const known = await this.#check(now, fetchInto)
    await this.#keep(known, documents)
    await this.#forgetOld()
  }

  async #check(
    now: Uint8Array,
    get: (name: string) => Promise<Uint8Array>,
  ): Promise<KnownDocuments> {
    const { suite } = this.#env
    const ownMs = this.#env.nowMs()
    let known = await this.#checkTrust(now, get)
    known = taken(acceptNow(suite, known, now, ownMs))
    const named = known.now?.document ?? refuse()
    for (const { number } of named.statements) {
      known = taken(acceptStatement(suite, known, await get(`epoch/${number}`)))
    }
    if (named.drop !== null) {
      known = taken(acceptDrop(suite, known, await get(`drop/${named.drop.number}`)))
    }
    for (const { number } of named.days) {
      known = taken(acceptDay(suite, known, number, await get(`day/${number}`)))
    }
    return known
  }

  async #checkTrust(
    now: Uint8Array,
    get: (name: string) => Promise<Uint8Array>,
  ): Promise<KnownDocuments> {
    const claim = unverifiedClaim(now) ?? refuse()
    const bytes = await get(`trust/${claim.trust}`)
    if (claim.trust === this.#known.trust?.document.number) return this.#known
    return taken(acceptTrust(this.#env.suite, this.#known, bytes, claim.timeMs))
  }

  /** `/now` last: after a crash the folder's newest `/now` has all that it names. */
  async #keep(known: KnownDocuments, documents: Documents): Promise<void> {
    const number = known.now?.document.number ?? refuse()
    for (const [name, bytes] of documents) {
      if (name !== 'now' && !this.#documents.has(name)) await this.#lay(name, bytes)
    }
    await this.#lay(`now/${number}`, documents.get('now') ?? new Uint8Array(0))
    this.#known = known
    for (const [name, bytes] of documents) this.#serve(name, bytes)
  }

  /** What lies there under this name and is another is damaged: this one has been verified. */
  async #lay(name: string, bytes: Uint8Array): Promise<void> {
    const held = await this.#store.get(name)
    if (held !== null && !equalBytes(held, bytes)) await this.#store.remove(name)
    await this.#store.put(name, bytes)
  }

  #serve(name: string, body: Uint8Array): void {
    const keeping: Keeping = name === 'now' ? 'no-store' : 'immutable'
    this.#documents.set(name, body)
    this.#answers.set(
      `/${name}`,
      answer({ status: 200, type: 'application/octet-stream', keeping, body }),
    )
  }

  async #forgetOld(): Promise<void> {
    const now = this.now
    if (now === null) return
    for (const name of await this.#store.list('')) {
      if (isRetained(name, now)) continue
      await this.#store.remove(name)
      this.#documents.delete(name)
      this.#answers.delete(`/${name}`)
    }
  }
}

function taken(acceptance: Acceptance): KnownDocuments {
  return acceptance.kind === 'accepted' ? acceptance.known : refuse()
}

function refuse(): never {
  throw new PosternError('document-refused')
}

function numberOf(name: string): number {
  return Number(name.split('/')[1])
}
