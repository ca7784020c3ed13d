import {
  BATCH_MOST_CELLS,
  batchesDue,
  CELL_BYTES,
  type DueBatch,
  type Env,
  epochSpans,
  type Firing,
  firingOf,
  type OpeningRules,
  PosternError,
  type Statement,
  type Suite,
} from '@postern/protocol'
import { type Log, PEER_ORIGIN, type Peer, readBody } from '@postern/runtime'
import type { BatchIntake, BatchMaker } from './batch-maker.ts'
import { BatchOpening } from './batch-opening.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { BatchRecord, MixState } from './mix-state.ts'
import type { Opener } from './opener.ts'

/** After so many the other work of a mix goes on; the next step takes the firing up again. */
const MOST_BATCHES_A_STEP = 8
/** 1.6 million cells: so that a flood at the end of an epoch still gets its last batch. */
const MOST_BATCHES_A_FIRING = 200
/** Firings whose readers' time is remembered; only the last one with a batch is asked for. */
const FIRINGS_KEPT = 64
const NEXT_HEADER = 'postern-next'

interface Parts {
  readonly env: Env
  readonly log: Log
  readonly front: Peer
  readonly state: MixState
  readonly opener: Opener
  readonly documents: MixDocuments
  readonly keys: EpochKeys
  readonly maker: BatchMaker
  /** Cells asked for at once: the most whose outer layers are in memory. */
  readonly cellsAPull: number
  /** Cells in one batch at most; BATCH_MOST_CELLS unless told. */
  readonly cellsABatch?: number
}

interface Pulled {
  readonly cells: Uint8Array
  /** Index to go on from. */
  readonly next: number
}

/** Mix 1's work: at each firing of the clock, one batch of every open epoch (M1, M2). */
export class FirstMix {
  readonly #parts: Parts
  /** What readers were told at the last firings, by the own clock. */
  readonly #readersMs = new Map<number, number>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Makes what is due. A failure of the front ends it: the batch is made by a later step of the
   * same firing, or what waits goes into the next one; an epoch's last batch is made late rather
   * than without cells that were answered.
   */
  async step(): Promise<void> {
    const inForce = this.#parts.documents.statementInForce()
    if (inForce === null) return
    if (!(await this.#goOn())) return
    const firingMs = firingOf(inForce.parameters.mixIntervalMs, this.#parts.env.nowMs())
    for (const { epoch } of await this.#due(firingMs)) {
      await this.#makeOne(epoch, firingMs)
      if (!(await this.#goOn())) return
    }
  }

  /**
   * While the last batch is full, the same firing makes another one: also when a crash or other
   * work came between, and after the next firing's moment. False when some is left for later.
   */
  async #goOn(): Promise<boolean> {
    for (let made = 0; made < MOST_BATCHES_A_STEP; made++) {
      const last = await this.#parts.state.lastBatch()
      if (last === null || !(await this.#isUnfinished(last))) return true
      if (!(await this.#makeOne(last.epoch, last.firingMs))) return true
    }
    return false
  }

  async #isUnfinished({ in: cells, epoch, firingMs }: BatchRecord): Promise<boolean> {
    if (cells < this.#cellsABatch) return false
    const made = await this.#parts.state.epochsFiredAt(firingMs)
    return made.filter((one) => one === epoch).length < MOST_BATCHES_A_FIRING
  }

  /** After a clock set back, firings that were are not made again: it waits until it is later. */
  async #due(firingMs: number): Promise<DueBatch[]> {
    const { state, documents } = this.#parts
    const made = await state.epochsFiredAt(firingMs)
    if (made.length === 0 && ((await state.lastFiringMs(Number.MAX_SAFE_INTEGER)) ?? 0) > firingMs)
      return []
    const firing = this.#firingAt(firingMs)
    const previousMs = await state.lastFiringMs(firingMs - 1)
    const previous = previousMs === null ? null : this.#before(previousMs, firing)
    const due = batchesDue(epochSpans(documents.statements), previous, firing)
    return due.filter(({ epoch }) => !made.includes(epoch))
  }

  /** The same answer for the whole of a firing. */
  #firingAt(atMs: number): Firing {
    const toldMs = this.#parts.documents.now?.timeMs ?? atMs
    const readersMs = this.#readersMs.get(atMs) ?? Math.min(atMs, toldMs)
    this.#readersMs.set(atMs, readersMs)
    const oldest = this.#readersMs.keys().next()
    if (this.#readersMs.size > FIRINGS_KEPT && !oldest.done) this.#readersMs.delete(oldest.value)
    return { atMs, readersMs }
  }

  /** A firing before this process began: readers were told no later a time than now. */
  #before(atMs: number, { readersMs }: Firing): Firing {
    return { atMs, readersMs: this.#readersMs.get(atMs) ?? Math.min(atMs, readersMs) }
  }

  /** False when there is no key to open the epoch's cells with. */
  async #makeOne(epoch: number, firingMs: number): Promise<boolean> {
    const { documents, keys, maker } = this.#parts
    const [statement, seed] = [documents.statement(epoch), await keys.seed(epoch)]
    if (statement === null || seed === null) return false
    const last = await maker.settle()
    const number = await this.#parts.maker.nextNumber(last)
    await maker.make({ number, firingMs, statement }, last, () => this.#collect(statement, seed))
    await this.#acknowledge(epoch)
    return true
  }

  get #cellsABatch(): number {
    return this.#parts.cellsABatch ?? BATCH_MOST_CELLS
  }

  /** What waits, in pulls, as much as a batch holds; only the layers inside are kept. */
  async #collect(statement: Statement, seed: Uint8Array): Promise<BatchIntake> {
    const { state, env } = this.#parts
    const opening = new BatchOpening(this.#parts, rulesOf(statement), seed)
    const hashes: Uint8Array[] = []
    let next = await state.inputNext(statement.number)
    while (hashes.length < this.#cellsABatch) {
      const most = Math.min(this.#parts.cellsAPull, this.#cellsABatch - hashes.length)
      const part = await this.#pull(statement.number, next, most)
      const cells = cellsOf(part.cells)
      if (cells.length === 0) break
      for (const cell of cells) hashes.push(env.suite.sha256(cell))
      next = part.next
      await opening.add(part.cells, cells.length)
    }
    const input = hashOfHashes(env.suite, hashes)
    const { items, refused } = opening
    return { input, in: hashes.length, refused, items, opened: opening.opened(), inputNext: next }
  }

  /**
   * From the beginning when the front's log is shorter than what was read of it (it was lost, or
   * put back): the replay set keeps out what went through before.
   */
  async #pull(epoch: number, from: number, most: number): Promise<Pulled> {
    const path = `/intake/${epoch}?from=${from}&max=${most}`
    const response = await this.#parts.front.fetch(new Request(PEER_ORIGIN + path))
    if (response.status === 409 && from > 0) return await this.#pull(epoch, 0, most)
    if (response.status !== 200) throw new PosternError('peer-refused')
    const cells = await readBody(response, most * CELL_BYTES)
    const next = Number(response.headers.get(NEXT_HEADER) ?? '')
    const count = cells.length / CELL_BYTES
    if (!Number.isInteger(count) || !(next >= count)) throw new PosternError('peer-refused')
    return { cells, next }
  }

  /** Tells the front what it need not keep; the next firing says it again if this is lost. */
  async #acknowledge(epoch: number): Promise<void> {
    const done = await this.#parts.state.inputNext(epoch)
    const path = `/intake/${epoch}?from=${done}&max=0&done=${done}`
    try {
      await this.#parts.front.fetch(new Request(PEER_ORIGIN + path))
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#parts.log.count('pull-failed')
    }
  }
}

/** Of each cell's hash, so that it does not depend on how the cells were pulled. */
function hashOfHashes(suite: Suite, hashes: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(hashes.length * 32)
  for (const [at, hash] of hashes.entries()) joined.set(hash, at * 32)
  return suite.sha256(joined)
}

function rulesOf({ number, hash, parameters }: Statement): OpeningRules {
  const { stampBits } = parameters
  return { role: 'mix-1', epoch: number, statementHash: hash, stampBits }
}

function cellsOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / CELL_BYTES }, (_, at) =>
    bytes.subarray(at * CELL_BYTES, (at + 1) * CELL_BYTES),
  )
}
