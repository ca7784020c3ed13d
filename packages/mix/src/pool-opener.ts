import { MIX_INPUT_BYTES, type OpenedItem, type OpeningRules } from '@postern/protocol'
import { WorkerPool } from '@postern/runtime'
import type { Opener } from './opener.ts'
import { type OpeningJob, type OpeningResult, unpackOpened } from './opening-job.ts'

/** Small enough that all threads get work from one pull, large enough that sending is nothing. */
const ITEMS_A_JOB = 64

/** Opens in threads, in pieces; order is kept (architecture, "synchronous calls in worker threads"). */
export class PoolOpener implements Opener {
  readonly #pool: WorkerPool<OpeningJob, OpeningResult>

  constructor(threads: number, onLost: () => void) {
    const module = new URL('./opening-worker.ts', import.meta.url)
    this.#pool = new WorkerPool(module, { size: threads, onLost })
  }

  async open(
    rules: OpeningRules,
    seed: Uint8Array,
    input: Uint8Array,
  ): Promise<(OpenedItem | null)[]> {
    const pieces = piecesOf(input, MIX_INPUT_BYTES[rules.role] * ITEMS_A_JOB)
    const results = await Promise.all(
      pieces.map((piece) => this.#pool.run({ rules, seed, input: piece }, [piece.buffer])),
    )
    return results.flatMap((result) => unpackOpened(result))
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }
}

/** Each in a buffer of its own, so that it can be moved. */
function piecesOf(input: Uint8Array, bytes: number): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(input.length / bytes)
  return Array.from({ length: count }, (_, at) => input.slice(at * bytes, (at + 1) * bytes))
}
