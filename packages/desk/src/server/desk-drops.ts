import {
  BATCH_MAX_BYTES,
  type BatchHeader,
  equalBytes,
  fromUtf8,
  ITEM_BYTES,
  openBatch,
  PosternError,
  type Suite,
  type TrustList,
} from '@postern/protocol'
import {
  type BlobStore,
  type Log,
  type Notices,
  PEER_ORIGIN,
  type Peer,
  type PeerClientOptions,
  readBody,
} from '@postern/runtime'
import { z } from 'zod'

/** Numbers of the drops that are kept; null for none. */
export interface DropRange {
  readonly first: number
  readonly last: number
}

type Tip = { readonly number: number; readonly headerHash: Uint8Array }

const rangeOf = z.object({ first: z.int().min(0), last: z.int().min(0) })
/** What a desk server takes from a peer in one answer: a largest drop, over a slow line. */
export const DESK_PULL_BOUNDS: Required<Pick<PeerClientOptions, 'timeoutMs' | 'maxResponseBytes'>> =
  { timeoutMs: 600_000, maxResponseBytes: BATCH_MAX_BYTES['mix-2'] }
const NO_HASH: Uint8Array = new Uint8Array(32)
/** So many batches are pulled in one step; the next step goes on. */
const PULL_AT_ONCE = 16

/**
 * Mix 2's batches, kept whole and for ever (D2). Each is taken once and in order: it must be signed
 * by mix 2 and name the header before it, so that a second batch of one number, or one left out,
 * cannot pass unnoticed. (M8)
 */
export class DeskDrops {
  readonly #suite: Suite
  readonly #store: BlobStore
  readonly #mix2: Peer
  readonly #log: Log
  readonly #notices: Notices
  #first: number | null = null
  #tip: Tip | null = null
  #opened = false

  constructor(parts: { suite: Suite; store: BlobStore; mix2: Peer; log: Log; notices: Notices }) {
    this.#suite = parts.suite
    this.#store = parts.store
    this.#mix2 = parts.mix2
    this.#log = parts.log
    this.#notices = parts.notices
  }

  range(): DropRange | null {
    return this.#first === null || this.#tip === null
      ? null
      : { first: this.#first, last: this.#tip.number }
  }

  async get(number: number): Promise<Uint8Array | null> {
    return await this.#store.get(nameOf(number))
  }

  /**
   * Pulls what mix 2 has and this server has not. It asks for the next one also when there is none:
   * a mix 2 that was restored goes on with the number that is asked for. (M8)
   */
  async pull(trust: TrustList): Promise<void> {
    for (const code of ['mix-silent', 'batch-refused', 'second-batch', 'chain-anew'] as const)
      this.#notices.set(code, false)
    await this.#restore(trust)
    const next = this.#tip === null ? (await this.#offered())?.first : this.#tip.number + 1
    if (next === undefined) return
    for (let number = next; number < next + PULL_AT_ONCE; number++)
      if (!(await this.#take(trust, number))) return
  }

  /** Damaged batches at the end are let go of: mix 2 still has them, and they are taken anew. */
  async #restore(trust: TrustList): Promise<void> {
    if (this.#opened) return
    const numbers = (await this.#store.list('drop/')).map(numberOf)
    for (const number of numbers.toReversed()) {
      const headerHash = await this.#intact(trust, number)
      if (headerHash !== null) {
        this.#first = numbers[0] ?? null
        this.#tip = { number, headerHash }
        break
      }
      this.#log.count('file-damaged')
      await this.#store.remove(nameOf(number))
    }
    this.#opened = true
  }

  /** The header's hash of a batch on this disk; null when it is damaged. */
  async #intact(trust: TrustList, number: number): Promise<Uint8Array | null> {
    const bytes = await this.get(number)
    try {
      const none = new Uint8Array(0)
      return openBatch(this.#suite, bytes ?? none, mix2Key(trust), ITEM_BYTES['mix-2']).headerHash
    } catch (error) {
      if (error instanceof PosternError) return null
      throw error
    }
  }

  async #offered(): Promise<DropRange | null> {
    const response = await this.#ask('/batches')
    if (response === null) return null
    return readRange(response)
  }

  async #take(trust: TrustList, number: number): Promise<boolean> {
    const bytes = await this.#ask(`/batch/${number}`)
    if (bytes === null) return false
    const headerHash = this.#checked(trust, number, bytes)
    if (headerHash === null) return false
    await this.#store.put(nameOf(number), bytes)
    this.#first ??= number
    this.#tip = { number, headerHash }
    this.#log.count('batch-taken')
    return true
  }

  /** The header's hash, or null when the batch is refused. */
  #checked(trust: TrustList, number: number, bytes: Uint8Array): Uint8Array | null {
    try {
      const batch = openBatch(this.#suite, bytes, mix2Key(trust), ITEM_BYTES['mix-2'])
      if (this.#follows(trust, number, batch.header)) return batch.headerHash
      this.#log.count('second-batch-refused')
      this.#notices.set('second-batch', true)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('batch-refused')
      this.#notices.set('batch-refused', true)
    }
    return null
  }

  #follows(trust: TrustList, number: number, header: BatchHeader): boolean {
    if (header.mix !== 'mix-2' || header.number !== number) return false
    if (!equalBytes(header.organisation, trust.organisation)) return false
    if (this.#tip === null || equalBytes(header.previous, this.#tip.headerHash)) return true
    const startsOver = equalBytes(header.previous, NO_HASH)
    if (startsOver) this.#notices.set('chain-anew', true)
    return startsOver
  }

  async #ask(path: string): Promise<Uint8Array | null> {
    try {
      const response = await this.#mix2.fetch(new Request(`${PEER_ORIGIN}${path}`))
      if (response.status !== 200) return null
      return await readBody(response, DESK_PULL_BOUNDS.maxResponseBytes)
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      this.#log.count('pull-failed')
      this.#notices.set('mix-silent', true)
      return null
    }
  }
}

function readRange(bytes: Uint8Array): DropRange | null {
  try {
    return rangeOf.parse(JSON.parse(fromUtf8(bytes)))
  } catch {
    return null
  }
}

/** Padded, so that names sort as numbers do. */
function nameOf(number: number): string {
  return `drop/${String(number).padStart(16, '0')}`
}

function numberOf(name: string): number {
  return Number(name.slice('drop/'.length))
}

function mix2Key(trust: TrustList): Uint8Array {
  return trust.mixes[1].key
}
