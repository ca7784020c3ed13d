import {
  type BatchHeader,
  dayOf,
  drawNoise,
  type Env,
  makeNoiseItems,
  type MixRole,
  openBatch,
  ITEM_BYTES,
  sealBatch,
  shuffle,
  type SigningKey,
  type Statement,
} from '@postern/protocol'
import type { Log } from '@postern/runtime'
import type { BatchShelf } from './batch-shelf.ts'
import type { Marker } from './marker.ts'
import type { BatchCommit, BatchRecord, MixState } from './mix-state.ts'

interface Parts {
  readonly env: Env
  readonly log: Log
  readonly role: MixRole
  readonly organisation: Uint8Array
  readonly identity: SigningKey
  readonly state: MixState
  readonly marker: Marker
  readonly shelf: BatchShelf
}

/** Which batch is to be made. */
export interface BatchPlan {
  readonly number: number
  readonly firingMs: number
  readonly statement: Statement
}

/** What the stage before gave for it, one layer off. */
export interface BatchIntake {
  /** SHA-256 of what was taken in. */
  readonly input: Uint8Array
  readonly in: number
  readonly refused: number
  readonly items: readonly Uint8Array[]
  /** SHA-256(enc) of what opened. */
  readonly opened: readonly Uint8Array[]
  readonly inputNext: number
}

const NO_HASH: Uint8Array = new Uint8Array(32)

/**
 * Makes one batch, in the order of M8. What a crash leaves at each await, and what `settle` and a
 * second `make` do with it:
 *
 *  1 keepNoise   Nothing, or the noise drawn. The next try for this number adds the same noise, so
 *                no number of crashes lets anyone choose among draws.
 *  2 collect     As before: reading changes nothing here, and the stage before is told only after
 *                the commit what is done with.
 *  3 shelf.lay   Also a file under the temporary name, whole or missing. Nobody sees it, nothing
 *                is committed: `settle` removes it and the batch is made anew from the same input.
 *  4 commit      All of {replay set, input place, number, hashes, counts} or nothing. If nothing,
 *                as 3. If all, the batch exists: the temporary file was durable before, so `settle`
 *                publishes that very file. Nothing is opened, drawn or shuffled again.
 *  5 raise       As 4: the state may know one number more than the marker, never less, and no
 *                number is published that the marker does not know.
 *  6 settle      As 4, or published. The store gives a name once, so a file that was moved half
 *                (both names) is published, and the left-over name is removed.
 */
export class BatchMaker {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Finishes what a crash left committed and unpublished; before every `make`. */
  async settle(): Promise<BatchRecord | null> {
    const { state, marker, shelf } = this.#parts
    const last = await state.lastBatch()
    if (last !== null) await marker.raise({ batch: last.number, signed: 0 })
    await shelf.settle(last)
    return last
  }

  /** `last` is what `settle` gave. */
  async nextNumber(last: BatchRecord | null): Promise<number> {
    return (last?.number ?? (await this.#parts.state.floor()).batch) + 1
  }

  /** `last` is what `settle` gave; `collect` reads the stage before. */
  async make(
    plan: BatchPlan,
    last: BatchRecord | null,
    collect: () => Promise<BatchIntake>,
  ): Promise<void> {
    const { env, log, role, state, shelf } = this.#parts
    const drawn = drawNoise(env, role, plan.statement.parameters)
    const noise = await state.keepNoise(plan.number, drawn)
    const intake = await collect()
    const noiseItems = makeNoiseItems(env, role, plan.statement, noise)
    const items = shuffle(env, [...intake.items, ...noiseItems])
    const bytes = this.#seal(plan, last, intake, items)
    await shelf.lay(plan.number, bytes)
    await state.commit({ ...this.#record(plan, bytes), ...this.#kept(intake) })
    await this.settle()
    log.count('batch-made')
  }

  #seal(
    { number, statement }: BatchPlan,
    last: BatchRecord | null,
    intake: BatchIntake,
    items: readonly Uint8Array[],
  ): Uint8Array {
    const { env, role, organisation, identity } = this.#parts
    const draft = {
      organisation,
      mix: role,
      statement: statement.hash,
      epoch: statement.number,
      number,
      previous: last?.headerHash ?? NO_HASH,
      input: intake.input,
      in: intake.in,
      refused: role === 'mix-1' ? intake.refused : 0,
    }
    return sealBatch(env.suite, identity, draft, items)
  }

  #record({ number, firingMs }: BatchPlan, bytes: Uint8Array): BatchRecord {
    const { header, headerHash } = this.#opened(bytes)
    const { epoch, in: came, refused, out } = header
    const fileHash = this.#parts.env.suite.sha256(bytes)
    return { number, epoch, firingMs, headerHash, fileHash, in: came, refused, out }
  }

  /** What we are about to commit to is read back as the next stage will read it. */
  #opened(bytes: Uint8Array): { header: BatchHeader; headerHash: Uint8Array } {
    const { env, identity, role } = this.#parts
    return openBatch(env.suite, bytes, identity.publicKey, ITEM_BYTES[role])
  }

  #kept({ opened, inputNext }: BatchIntake): Omit<BatchCommit, keyof BatchRecord> {
    return { opened, inputNext, day: dayOf(this.#parts.env.nowMs()) }
  }
}
