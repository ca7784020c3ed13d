import {
  acceptDay,
  acceptDrop,
  type Acceptance,
  acceptNow,
  acceptStatement,
  acceptTrust,
  answeringDesks,
  dayToFetch,
  daysSearched,
  dropToFetch,
  type Env,
  equalBytes,
  knowNothing,
  type KnownDocuments,
  type Now,
  type Statement,
  statementInForce,
  statementToFetch,
  type TrustList,
  trustToFetch,
  unverifiedClaim,
} from '@postern/protocol'
import type { DocumentMemory } from './document-memory.ts'
import type { SearchedDrop, SearchedFile } from './thread.ts'

/** The next public document to fetch, as the path under the site's root. */
export type Wanted = string | null

/** Whether this view's documents can be relied on. (B3) */
export type Door = 'waiting' | 'open' | 'unverified'

/**
 * The public documents of a reader: what is known, what to fetch next, and the bytes in which
 * answers are looked for. Everything here is the same for everyone. (V2, V4)
 */
export class Library {
  readonly #env: Env
  readonly #memory: DocumentMemory
  readonly #days = new Map<number, Uint8Array>()
  #known: KnownDocuments
  #drop: Uint8Array | null = null
  #nowBytes: Uint8Array | null = null
  #names: string[] = []
  #door: Door = 'waiting'

  constructor(env: Env, memory: DocumentMemory, root: Uint8Array) {
    this.#env = env
    this.#memory = memory
    this.#known = knowNothing(root)
  }

  get door(): Door {
    return this.#door
  }

  /** The statement to seal under in this view; null while the door is not open. */
  get statement(): Statement | null {
    return this.#door === 'open' ? statementInForce(this.#known) : null
  }

  /** The same, whether or not this view's documents came: for words on the page, not for sealing. */
  get lastStatement(): Statement | null {
    return statementInForce(this.#known)
  }

  get trust(): TrustList | null {
    return this.#known.trust?.document ?? null
  }

  get now(): Now | null {
    return this.#known.now?.document ?? null
  }

  get searched(): { searched: number; kept: number } {
    return daysSearched(this.#known)
  }

  /** Every file that is held, oldest first, the recent drop last. */
  files(): SearchedFile[] {
    const days = [...this.#days].toSorted(([a], [b]) => a - b)
    const drop = this.#drop
    return [
      ...days.map(([number, bytes]) => ({ name: `day/${number}`, bytes })),
      ...(drop === null ? [] : [{ name: `drop/${this.#known.drop}`, bytes: drop }]),
    ]
  }

  /** The recent drop that is held, as one desk's receipts stand in it; null without one. */
  recentDrop(deskId: Uint8Array): SearchedDrop | null {
    const statement = this.lastStatement
    const { drop: number } = this.#known
    if (statement === null || this.#drop === null || number === null) return null
    const desks = answeringDesks(statement.desks)
    const deskIndex = desks.findIndex(({ id }) => equalBytes(id, deskId))
    const turn = { deskIndex, deskCount: desks.length }
    return { number, bytes: this.#drop, parameters: statement.parameters, turn }
  }

  /** Takes up what an earlier document kept, by the same steps as when it was fetched. */
  async recall(): Promise<void> {
    const kept = await this.#memory.recall()
    this.#names = [...kept.keys()]
    const now = kept.get('now')
    if (now === undefined) return
    this.#recallSigned(kept, now)
    this.#recallFiles(kept)
    this.#door = 'waiting'
  }

  /** V2: a new view begins with its `/now`, or null when none came. */
  takeNow(bytes: Uint8Array | null): Wanted {
    this.#door = 'waiting'
    this.#nowBytes = bytes
    const claim = bytes && unverifiedClaim(bytes)
    if (bytes === null) return null
    if (claim === null) return this.#unverified()
    const trust = trustToFetch(this.#known, claim)
    return trust === null ? this.#judgeNow() : `trust/${trust}`
  }

  /** The trust list that `takeNow` asked for; null when it did not come. */
  takeTrust(number: number, bytes: Uint8Array | null): Wanted {
    const claim = this.#nowBytes && unverifiedClaim(this.#nowBytes)
    if (bytes === null || claim === null) return null
    const taken = acceptTrust(this.#env.suite, this.#known, bytes, claim.timeMs)
    if (!this.#take(taken)) return this.#unverified()
    this.#keep(`trust/${number}`, bytes, 'trust/')
    return this.#judgeNow()
  }

  /** The statement that was asked for; null when it did not come. */
  takeStatement(number: number, bytes: Uint8Array | null): Wanted {
    if (bytes === null) return null
    if (!this.#take(acceptStatement(this.#env.suite, this.#known, bytes))) return this.#unverified()
    this.#keep(`epoch/${number}`, bytes, 'epoch/')
    return this.#judgeStatement()
  }

  /** V4, after the moment: the recent drop if new, and one day that is lacking, at random. */
  filesWanted(): string[] {
    if (this.#door !== 'open') return []
    const drop = dropToFetch(this.#known)
    const day = dayToFetch(this.#env, this.#known)
    return [...(drop === null ? [] : [`drop/${drop}`]), ...(day === null ? [] : [`day/${day}`])]
  }

  /** Passed over when a later view names another by now. */
  takeDrop(number: number, bytes: Uint8Array): void {
    if (this.now?.drop?.number !== number) return
    if (!this.#take(acceptDrop(this.#env.suite, this.#known, bytes))) return this.#close()
    this.#drop = bytes
    this.#keep(`drop/${number}`, bytes, 'drop/')
  }

  takeDay(number: number, bytes: Uint8Array): void {
    if (!this.now?.days.some((day) => day.number === number)) return
    if (!this.#take(acceptDay(this.#env.suite, this.#known, number, bytes))) return this.#close()
    this.#days.set(number, bytes)
    const gone = [...this.#days.keys()].filter((day) => !this.#known.days.includes(day))
    for (const day of gone) this.#days.delete(day)
    this.#keep(`day/${number}`, bytes, ...gone.map((day) => `day/${day}`))
  }

  #judgeNow(): Wanted {
    const bytes = this.#nowBytes
    if (bytes === null) return null
    const taken = acceptNow(this.#env.suite, this.#known, bytes, this.#env.nowMs())
    if (!this.#take(taken)) return this.#unverified()
    this.#keep('now', bytes)
    return this.#judgeStatement()
  }

  #judgeStatement(): Wanted {
    const wanted = statementToFetch(this.#known)
    if (wanted !== null) return `epoch/${wanted}`
    this.#door = 'open'
    return null
  }

  #take(acceptance: Acceptance): boolean {
    if (acceptance.kind === 'accepted') this.#known = acceptance.known
    return acceptance.kind === 'accepted'
  }

  #unverified(): null {
    this.#close()
    return null
  }

  #close(): void {
    this.#door = 'unverified'
  }

  #keep(name: string, bytes: Uint8Array, ...old: readonly string[]): void {
    const forget = this.#names.filter(
      (kept) =>
        kept !== name &&
        old.some((one) => (one.endsWith('/') ? kept.startsWith(one) : kept === one)),
    )
    this.#names = [...this.#names.filter((kept) => !forget.includes(kept) && kept !== name), name]
    void this.#memory.keep(name, bytes, forget)
  }

  #recallSigned(kept: ReadonlyMap<string, Uint8Array>, now: Uint8Array): void {
    const claim = unverifiedClaim(now)
    const { suite } = this.#env
    for (const [name, bytes] of kept)
      if (claim && name.startsWith('trust/'))
        this.#take(acceptTrust(suite, this.#known, bytes, claim.timeMs))
    this.#take(acceptNow(suite, this.#known, now, this.#env.nowMs()))
    for (const [name, bytes] of kept)
      if (name.startsWith('epoch/')) this.#take(acceptStatement(suite, this.#known, bytes))
  }

  /** Files lie where only this origin can write, and every slot in them is sealed: no second hash. */
  #recallFiles(kept: ReadonlyMap<string, Uint8Array>): void {
    const listed = this.now?.days.map(({ number }) => number) ?? []
    for (const [name, bytes] of kept) {
      const number = Number(name.split('/')[1])
      if (name.startsWith('day/') && listed.includes(number)) this.#days.set(number, bytes)
      if (name === `drop/${this.now?.drop?.number}`) this.#drop = bytes
    }
    const drop = this.#drop && (this.now?.drop?.number ?? null)
    this.#known = { ...this.#known, drop, days: [...this.#days.keys()] }
  }
}
