import {
  type Batch,
  BATCH_MAX_BYTES,
  concat,
  type Env,
  equalBytes,
  ITEM_BYTES,
  keepEnvelopes,
  openBatch,
  type OpeningRules,
  PosternError,
  type Statement,
  type TrustList,
} from '@postern/protocol'
import type { Log, Peer } from '@postern/runtime'
import type { BatchIntake, BatchMaker } from './batch-maker.ts'
import { BatchOpening } from './batch-opening.ts'
import type { EpochKeys } from './epoch-keys.ts'
import { getBytes } from './get-bytes.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { MixState } from './mix-state.ts'
import type { Opener } from './opener.ts'

/** Batches taken in one step, so that a mix that slept does its other work in between. */
const MOST_A_STEP = 16
/** Opened at once. */
const ITEMS_A_PIECE = 1_024
const NO_HASH: Uint8Array = new Uint8Array(32)

interface Parts {
  readonly env: Env
  readonly log: Log
  readonly organisation: Uint8Array
  readonly mix1: Peer
  readonly state: MixState
  readonly opener: Opener
  readonly documents: MixDocuments
  readonly keys: EpochKeys
  readonly maker: BatchMaker
}

/** Mix 2's work: for each batch of mix 1 one desk drop of the same number (M2, M7). */
export class SecondMix {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Takes what mix 1 has published. PosternError 'batch-refused' for what does not verify, which
   * is asked for again, and 'second-batch' for another batch under a number that was shown.
   */
  async step(): Promise<void> {
    for (let taken = 0; taken < MOST_A_STEP; taken++) {
      if (!(await this.#takeNext())) return
    }
  }

  /** False when there is no next batch, or its statement is not here yet. */
  async #takeNext(): Promise<boolean> {
    const { documents, mix1, maker } = this.#parts
    const last = await maker.settle()
    const number = await this.#parts.maker.nextNumber(last)
    const bytes =
      documents.trust && (await getBytes(mix1, `/batch/${number}`, BATCH_MAX_BYTES['mix-1']))
    if (bytes === null || documents.trust === null) return false
    const batch = this.#opened(bytes, number, documents.trust)
    await this.#refuseSecond(batch)
    const statement = documents.statement(batch.header.epoch)
    if (statement === null) return false
    if (!equalBytes(batch.header.statement, statement.hash)) throw refused()
    const plan = { number, firingMs: 0, statement }
    await maker.make(plan, last, () => this.#collect(batch, statement))
    this.#parts.log.count('batch-taken')
    return true
  }

  #opened(bytes: Uint8Array, number: number, trust: TrustList): Batch {
    try {
      const { suite } = this.#parts.env
      const batch = openBatch(suite, bytes, trust.mixes[0].key, ITEM_BYTES['mix-1'])
      return this.#checked(batch, number)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#parts.log.count('batch-refused')
      throw refused()
    }
  }

  #checked(batch: Batch, number: number): Batch {
    const { mix, organisation } = batch.header
    const isOurs = equalBytes(organisation, this.#parts.organisation)
    if (mix !== 'mix-1' || batch.header.number !== number || !isOurs) throw refused()
    return batch
  }

  /**
   * The first header shown under a number is kept before a cell of it is opened, and is the only
   * one that is ever opened; each names the one before, so a batch that was exchanged later shows
   * too (M8). What was kept does not change, so a mix 1 that did this is not followed any more.
   */
  async #refuseSecond({ header, headerHash }: Batch): Promise<void> {
    const { state, log } = this.#parts
    const before = (await state.admittedInput(header.number - 1)) ?? NO_HASH
    const isFirst = header.number === (await state.floor()).batch + 1
    const startsOver = equalBytes(header.previous, NO_HASH)
    const follows = isFirst || startsOver || equalBytes(header.previous, before)
    if (follows && startsOver && !isFirst && header.number > 1)
      log.say({ event: 'notice', code: 'chain-anew' })
    const kept = follows && (await state.admitInput(header.number, headerHash))
    if (kept !== false && equalBytes(kept, headerHash)) return
    log.count('second-batch-refused')
    throw new PosternError('second-batch')
  }

  /**
   * Covers are dropped without a count (M7). A batch that comes after its key was erased opens to
   * nothing, and its number goes on with noise alone.
   */
  async #collect(batch: Batch, statement: Statement): Promise<BatchIntake> {
    const seed = await this.#parts.keys.seed(statement.number)
    const opening = new BatchOpening(this.#parts, rulesOf(statement), seed)
    for (let at = 0; at < batch.items.length; at += ITEMS_A_PIECE) {
      const piece = batch.items.slice(at, at + ITEMS_A_PIECE)
      await opening.add(concat(...piece), piece.length)
    }
    return {
      input: batch.headerHash,
      in: batch.header.out,
      refused: 0,
      items: keepEnvelopes(opening.items),
      opened: opening.opened(),
      inputNext: batch.header.number + 1,
    }
  }
}

function rulesOf({ number, hash }: Statement): OpeningRules {
  return { role: 'mix-2', epoch: number, statementHash: hash, stampBits: 0 }
}

function refused(): PosternError {
  return new PosternError('batch-refused')
}
