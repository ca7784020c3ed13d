import {
  type Batch,
  equalBytes,
  ITEM_BYTES,
  openBatch,
  type Parameters,
  PosternError,
  type Suite,
  type TrustList,
} from '@postern/protocol'
import type { DeskClient, DropNumbers } from './desk-client.ts'
import type { DropCache } from './drop-cache.ts'

/** How far back a member keeps whole drops: as long as a desk's keys live. */
const MIRROR_MS: number = 30 * 86_400_000
/** In rehearsal, where a drop comes every few seconds: an hour of them. */
const MOST_DROPS = 720
/** So many are fetched in one tick, whoever reads what. */
const FETCHED_AT_ONCE = 8
const OPENED_KEPT = 4

/**
 * Keeps the newest desk drops at hand, whole, in an order that follows from their numbers alone.
 * What a handler opens is read from here: if reading fetched a drop, the desk server would see which
 * drops carry something. (D2)
 */
export class DropMirror {
  readonly #suite: Suite
  readonly #client: DeskClient
  readonly #cache: DropCache
  /** Checked lately: a message's parts lie in a few drops. */
  readonly #opened = new Map<number, Batch>()
  #held: Set<number> | null = null
  #offered: DropNumbers | null = null

  constructor(suite: Suite, client: DeskClient, cache: DropCache) {
    this.#suite = suite
    this.#client = client
    this.#cache = cache
  }

  /** What the server offered last. */
  get offered(): DropNumbers | null {
    return this.#offered
  }

  has(number: number): boolean {
    return this.#held?.has(number) ?? false
  }

  /** How many of the drops to be kept are not here yet. */
  missing(parameters: Parameters): number {
    return this.#wanted(parameters, []).filter((number) => !this.has(number)).length
  }

  /** Fetches the next few; `untaken` are kept and fetched however old they are. */
  async step(parameters: Parameters, untaken: readonly number[]): Promise<void> {
    this.#held ??= new Set(await this.#cache.numbers())
    this.#offered = await this.#client.dropNumbers()
    const wanted = this.#wanted(parameters, untaken)
    const lacking = wanted.filter((number) => !this.has(number))
    for (const number of lacking.slice(0, FETCHED_AT_ONCE)) await this.#fetch(number)
    await this.#forgetAllBut(new Set(wanted))
  }

  /** The batch of this number, checked against mix 2's key; null when it is not here or broken. */
  async batch(trust: TrustList, number: number): Promise<Batch | null> {
    const opened = this.#opened.get(number)
    if (opened !== undefined) return opened
    const bytes = this.has(number) ? await this.#cache.get(number) : null
    const batch = bytes && openedOrNull(this.#suite, trust, number, bytes)
    if (batch !== null) this.#remember(number, batch)
    return batch
  }

  /**
   * Lets go of a copy that is damaged, so that the next step fetches it again. For drops that are
   * still to be taken in, which follows from the log; never because somebody read a message. (D2)
   */
  async forget(number: number): Promise<void> {
    await this.#cache.remove(number)
    this.#held?.delete(number)
  }

  #remember(number: number, batch: Batch): void {
    this.#opened.set(number, batch)
    const oldest = this.#opened.keys().next()
    if (this.#opened.size > OPENED_KEPT && !oldest.done) this.#opened.delete(oldest.value)
  }

  async #fetch(number: number): Promise<void> {
    const bytes = await this.#client.drop(number)
    if (bytes === null) return
    await this.#cache.put(number, bytes)
    this.#held?.add(number)
  }

  /** The numbers to keep, newest first. */
  #wanted(parameters: Parameters, untaken: readonly number[]): number[] {
    if (this.#offered === null) return []
    const { first, last } = this.#offered
    const most = Math.min(MOST_DROPS, Math.ceil(MIRROR_MS / parameters.mixIntervalMs))
    const from = Math.max(first, last - most + 1)
    const window = Array.from({ length: last - from + 1 }, (_, back) => last - back)
    return [...window, ...untaken.filter((number) => number < from).toReversed()]
  }

  async #forgetAllBut(wanted: ReadonlySet<number>): Promise<void> {
    if (this.#offered === null) return
    for (const number of this.#held ?? []) {
      if (wanted.has(number)) continue
      await this.#cache.remove(number)
      this.#held?.delete(number)
    }
  }
}

function openedOrNull(
  suite: Suite,
  trust: TrustList,
  number: number,
  bytes: Uint8Array,
): Batch | null {
  try {
    const batch = openBatch(suite, bytes, trust.mixes[1].key, ITEM_BYTES['mix-2'])
    const { header } = batch
    const ours = header.number === number && equalBytes(header.organisation, trust.organisation)
    return ours && header.mix === 'mix-2' ? batch : null
  } catch (error) {
    if (error instanceof PosternError) return null
    throw error
  }
}
