import { equalBytes, PosternError, type Suite } from '@postern/protocol'
import type { BlobStore } from '@postern/runtime'
import type { BatchRecord } from './mix-state.ts'

const MADE = 'made/'
const PUBLISHED = 'batch/'

const LOST =
  'a batch that this mix has committed is not on its disk; it is never made a second time, so ' +
  'this mix cannot go on: empty the file "marker" in its folder, and it starts over with new keys'

export interface BatchRange {
  readonly first: number
  readonly last: number
}

/**
 * A mix's batches: `made/<n>` is durable and seen by nobody, `batch/<n>` is published. What was
 * published never changes (the store refuses other bytes under a name).
 */
export class BatchShelf {
  readonly #store: BlobStore
  readonly #suite: Suite

  constructor(store: BlobStore, suite: Suite) {
    this.#store = store
    this.#suite = suite
  }

  /** Makes a batch durable under its temporary name, in the place of an attempt that died. */
  async lay(number: number, bytes: Uint8Array): Promise<void> {
    await this.#store.remove(MADE + number)
    await this.#store.put(MADE + number, bytes)
  }

  /**
   * Brings the shelf to what the state has committed: publishes a committed batch that is still
   * under its temporary name, and removes what was laid and never committed. 'batch-lost' when a
   * committed batch is nowhere or damaged: it is never made again (M8).
   */
  async settle(last: BatchRecord | null): Promise<void> {
    if (last !== null && !(await this.#numbers()).includes(last.number)) await this.#publish(last)
    for (const name of await this.#store.list(MADE)) await this.#store.remove(name)
  }

  /** A published batch, or null. */
  async get(number: number): Promise<Uint8Array | null> {
    return await this.#store.get(PUBLISHED + number)
  }

  /** True when this number is published here. */
  async has(number: number): Promise<boolean> {
    return (await this.#numbers()).includes(number)
  }

  /** Published numbers, or null when there are none. */
  async range(): Promise<BatchRange | null> {
    const numbers = await this.#numbers()
    if (numbers.length === 0) return null
    return { first: Math.min(...numbers), last: Math.max(...numbers) }
  }

  /** Removes published batches below a number: the next stage has committed them. */
  async removeBelow(number: number): Promise<void> {
    for (const one of await this.#numbers()) {
      if (one < number) await this.#store.remove(PUBLISHED + one)
    }
  }

  async #publish(batch: BatchRecord): Promise<void> {
    const made = await this.#store.get(MADE + batch.number)
    if (made === null || !equalBytes(this.#suite.sha256(made), batch.fileHash)) {
      throw new PosternError('batch-lost', LOST)
    }
    await this.#store.move(MADE + batch.number, PUBLISHED + batch.number)
  }

  async #numbers(): Promise<number[]> {
    return (await this.#store.list(PUBLISHED)).map((name) => Number(name.slice(PUBLISHED.length)))
  }
}
