import type { Env, MixRole, Parameters, SigningKey } from '@postern/protocol'
import { type BlobStore, ClockWatch, type Log, Notices, type Peer } from '@postern/runtime'
import { BatchMaker } from './batch-maker.ts'
import { BatchShelf } from './batch-shelf.ts'
import { EpochKeys } from './epoch-keys.ts'
import { FirstMix } from './first-mix.ts'
import { Failures } from './failures.ts'
import type { KeyStore } from './key-store.ts'
import type { Marker } from './marker.ts'
import { MixDocuments } from './mix-documents.ts'
import { MixRoutes } from './mix-routes.ts'
import type { MixState } from './mix-state.ts'
import type { Opener } from './opener.ts'
import { SecondMix } from './second-mix.ts'
import { StartingOver } from './starting-over.ts'
import { StatementSigning } from './statement-signing.ts'
import { CELLS_A_PULL } from './upstream-bounds.ts'

export interface MixParts {
  readonly role: MixRole
  readonly column: Parameters['column']
  readonly env: Env
  readonly log: Log
  readonly organisation: Uint8Array
  /** The root's key, 32 bytes. */
  readonly root: Uint8Array
  /** This mix's own Ed25519 key, named in the trust list. */
  readonly identity: SigningKey
  readonly state: MixState
  readonly marker: Marker
  readonly keys: KeyStore
  readonly batches: BlobStore
  readonly documents: BlobStore
  readonly opener: Opener
  /** The front for mix 1, mix 1 for mix 2. */
  readonly upstream: Peer
  readonly publisher: Peer
  /** Cells pulled at once; CELLS_A_PULL unless told. */
  readonly cellsAPull?: number
  /** Cells in one batch at most; BATCH_MOST_CELLS unless told. */
  readonly cellsABatch?: number
}

/** Batches kept after the next stage has them, for a person who looks what happened. */
const BATCHES_KEPT = 64

/** A mix, first or second (M1–M10). */
export async function createMix(parts: MixParts): Promise<Mix> {
  const mix = new Mix(parts)
  await mix.begin()
  return mix
}

/** A stage's work on its own batches. */
interface Work {
  step(): Promise<void>
}

export class Mix {
  readonly #parts: MixParts
  readonly #documents: MixDocuments
  readonly #keys: EpochKeys
  readonly #signing: StatementSigning
  readonly #maker: BatchMaker
  readonly #shelf: BatchShelf
  readonly #routes: MixRoutes
  readonly #startingOver: StartingOver
  readonly #work: Work
  readonly #notices: Notices
  readonly #clock: ClockWatch = new ClockWatch()

  constructor(parts: MixParts) {
    this.#parts = parts
    this.#documents = new MixDocuments(parts)
    this.#shelf = new BatchShelf(parts.batches, parts.env.suite)
    this.#keys = new EpochKeys({ ...parts, documents: this.#documents })
    const common = { ...parts, documents: this.#documents, keys: this.#keys, shelf: this.#shelf }
    this.#signing = new StatementSigning(common)
    this.#maker = new BatchMaker(common)
    this.#routes = new MixRoutes(common)
    this.#startingOver = new StartingOver({ ...common, keys: parts.keys })
    this.#work = workOf(parts, this.#documents, this.#keys, this.#maker)
    this.#notices = new Notices(parts.log)
  }

  /** Takes up what a crash left: before anything is served. */
  async begin(): Promise<void> {
    await this.#documents.load()
    if (!(await this.#startingOver.isNeeded())) await this.#maker.settle()
  }

  /** What the processes beside it ask; `peer` is the asker's name. */
  async handle(request: Request, peer?: string): Promise<Response> {
    return await this.#routes.answer(request, peer)
  }

  /**
   * On the schedule. Each part stands alone: a publisher that is silent stops no batch, and keys
   * are erased whatever else fails (M9).
   */
  async tick(): Promise<void> {
    const failures = new Failures(this.#parts.role)
    await failures.collect('documents', () => this.#documents.pull())
    if (await this.#startingOver.isNeeded()) failures.add('state-restored')
    if (failures.has('state-restored')) await this.#startingOver.step(this.#routes.taken)
    else await this.#doWork(failures)
    await this.#shelf.removeBelow(this.#routes.taken - BATCHES_KEPT)
    if (this.#isClockOff()) failures.add('clock-off')
    failures.report(this.#parts.log, this.#notices)
  }

  async close(): Promise<void> {
    await this.#parts.opener.close()
    await this.#parts.state.close()
  }

  async #doWork(failures: Failures): Promise<void> {
    await failures.collect('keys', () => this.#keys.step())
    await failures.collect('signing', () => this.#signing.step())
    await failures.collect('batches', () => this.#work.step())
  }

  /** This mix acts by its own clock all the same: `/now` comes from one signer alone. */
  #isClockOff(): boolean {
    const { now } = this.#documents
    if (now !== null) this.#clock.see(now, this.#parts.env.nowMs())
    return this.#clock.isOff
  }
}

function workOf(
  parts: MixParts,
  documents: MixDocuments,
  keys: EpochKeys,
  maker: BatchMaker,
): Work {
  if (parts.role === 'mix-2') {
    return new SecondMix({ ...parts, mix1: parts.upstream, documents, keys, maker })
  }
  const cellsAPull = parts.cellsAPull ?? CELLS_A_PULL
  return new FirstMix({ ...parts, front: parts.upstream, documents, keys, maker, cellsAPull })
}
