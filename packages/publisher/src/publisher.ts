import {
  answeringDesks,
  type Env,
  intervalNumber,
  type Listed,
  type Parameters,
  REHEARSAL,
  type SigningKey,
  STANDARD,
} from '@postern/protocol'
import { type BlobStore, type Log, Notices, type Peer } from '@postern/runtime'
import { DayCounts } from './day-counts.ts'
import { DropShelf, type Shelved } from './drop-shelf.ts'
import { MixCounts } from './mix-counts.ts'
import { type NowContent, NowPage } from './now-page.ts'
import { pull } from './pull.ts'
import { answer } from './routes.ts'
import { StatementBook } from './statement-book.ts'
import { StatementDesk } from './statement-desk.ts'
import { trayPath, TrayShelf } from './tray-shelf.ts'
import { type ShelvedTrust, TrustShelf } from './trust-shelf.ts'

export interface PublisherParts {
  readonly env: Env
  readonly config: {
    readonly column: 'standard' | 'rehearsal'
    /** The root's public key, 32 bytes. */
    readonly root: Uint8Array
    readonly mirrors: readonly string[]
  }
  /** Everything the publisher keeps; the trust lists are laid into it as `trust/<number>`. */
  readonly store: BlobStore
  /** What the operator asks for: `stamp-bits`, a number. */
  readonly requests: BlobStore
  /** The online signer of `/now`. */
  readonly signer: SigningKey
  readonly peers: {
    readonly front: Peer
    readonly mix1: Peer
    readonly mix2: Peer
    readonly desk: Peer
  }
  readonly log: Log
}

export interface Publisher {
  handle(request: Request, peer?: string): Promise<Response>
  /** One round, on the clock: drops, statements, counts, `/now`. Nobody calls two at once. */
  tick(): Promise<void>
  close(): Promise<void>
}

/** Everything this role serves, each part persisted before it is shown. */
export interface Shelves {
  readonly trust: TrustShelf
  readonly book: StatementBook
  readonly drops: DropShelf
  readonly now: NowPage
  readonly days: DayCounts
}

const parametersOf = (column: 'standard' | 'rehearsal'): Parameters =>
  column === 'standard' ? STANDARD : REHEARSAL

/**
 * Trays to drops and day files, offers and signatures to statements, and `/now` (R3, R4, B6). It
 * holds sealed bytes only, and what it does when depends on the clock and on which process runs.
 */
export function createPublisher(parts: PublisherParts): Publisher {
  const round = new Round(parts)
  return {
    handle: (request) => Promise.resolve(answer(request, round.shelves)),
    tick: () => round.run(),
    close: () => Promise.resolve(),
  }
}

class Round {
  readonly shelves: Shelves
  readonly #parts: PublisherParts
  readonly #parameters: Parameters
  readonly #trays: TrayShelf
  readonly #counts: MixCounts
  readonly #statements: StatementDesk
  readonly #notices: Notices
  /** The trust list under which everything was loaded; null before the first round. */
  #loaded: ShelvedTrust | null = null

  constructor(parts: PublisherParts) {
    const parameters = parametersOf(parts.config.column)
    const common = { ...parts, parameters, root: parts.config.root }
    const book = new StatementBook(common)
    this.#parts = parts
    this.#parameters = parameters
    this.#trays = new TrayShelf(common)
    this.#counts = new MixCounts(common)
    this.#notices = new Notices(parts.log)
    this.#statements = new StatementDesk({ ...common, book })
    this.shelves = {
      trust: new TrustShelf(common),
      book,
      drops: new DropShelf(common),
      now: new NowPage(common),
      days: new DayCounts(common),
    }
  }

  /** `/now` waits for the first statement: readers refuse one that has none in force. */
  async run(): Promise<void> {
    await this.shelves.trust.refresh()
    const trust = this.shelves.trust.latest()
    if (trust === null) return
    await this.#load(trust)
    await this.#makeDrop()
    await this.#statements.step(trust.list)
    await this.#counts.refresh()
    await this.shelves.days.refresh(trust.list)
    if (this.shelves.book.inForce() !== null) await this.shelves.now.publish(this.#content(trust))
  }

  async #load(trust: ShelvedTrust): Promise<void> {
    if (this.#loaded === trust) return
    await this.shelves.book.restore(trust.list)
    if (this.#loaded === null) await this.#restore(trust)
    this.#loaded = trust
  }

  async #restore(trust: ShelvedTrust): Promise<void> {
    await this.#trays.restore()
    await this.shelves.drops.restore()
    await this.shelves.now.restore(trust.list)
    this.#counts.restore(this.shelves.now.last())
  }

  /** Trays are taken at the interval's beginning, from every desk, whoever's turn it is. (R3) */
  async #makeDrop(): Promise<void> {
    const desks = answeringDesks(this.shelves.book.inForce()?.desks ?? []).map(({ id }) => id)
    if (desks.length === 0 || !this.shelves.drops.isDue()) return
    const { env, peers, log } = this.#parts
    const interval = intervalNumber(this.#parameters, env.nowMs())
    for (const desk of desks) {
      if (await this.#trays.has(desk, interval)) continue
      const bytes = await pull(peers.desk, trayPath(desk), log)
      if (bytes !== null) await this.#trays.take(desk, interval, bytes)
    }
    this.#notices.set('desk-silent', this.#trays.isRunningOut(desks, interval))
    this.#notices.say()
    await this.shelves.drops.advance((each) => this.#trays.trayOf(desks, each))
  }

  #content(trust: ShelvedTrust): NowContent {
    const { book, drops } = this.shelves
    return {
      organisation: trust.list.organisation,
      trust: { number: trust.list.number, hash: trust.hash },
      statements: book.listed().map(({ statement: { number, fromMs }, hash }) => ({
        number,
        fromMs,
        hash,
      })),
      drop: listed(drops.latest()),
      days: drops.days().map(({ number, hash }) => ({ number, hash })),
      ...this.#counts.current(),
      mirrors: this.#parts.config.mirrors,
    }
  }
}

const listed = (drop: Shelved | null): Listed | null =>
  drop && { number: drop.number, hash: drop.hash }
