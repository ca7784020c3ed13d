import {
  encodeMixKeyOffers,
  type Env,
  epochSpans,
  type KemKey,
  type MixRole,
  mixKeysDue,
  signMixKey,
  type SigningKey,
} from '@postern/protocol'
import type { Log } from '@postern/runtime'
import type { KeyStore } from './key-store.ts'
import type { MixDocuments } from './mix-documents.ts'
import type { MixState } from './mix-state.ts'

interface Parts {
  readonly env: Env
  readonly log: Log
  readonly role: MixRole
  readonly organisation: Uint8Array
  readonly identity: SigningKey
  readonly keys: KeyStore
  readonly state: MixState
  readonly documents: MixDocuments
}

const SEED_BYTES = 32

/** The epoch keys of a mix: made ahead, offered, and erased at the boundary + 12 h (M9). */
export class EpochKeys {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Makes what is needed and erases what is over, by this mix's own clock and always.
   *
   * A key is durable before it is offered. To erase, the epoch is retired first: from that commit
   * on nothing of it is opened, so a crash before the file is gone leaves a key that nobody uses,
   * and the next step erases it; a replay set is never gone while its key still works (M4).
   */
  async step(): Promise<void> {
    const { env, keys, documents } = this.#parts
    const spans = epochSpans(documents.statements)
    for (const epoch of await keys.list())
      if (await this.#parts.state.isRetired(epoch)) await this.#erase(epoch)
    const held = await keys.list()
    const due = mixKeysDue(spans, held, documents.currentNumber(), env.nowMs())
    for (const epoch of due.erase) await this.#erase(epoch)
    for (const epoch of due.make) await this.#make(epoch)
  }

  /** The seed that opens an epoch's cells, or null: never made, or erased. */
  async seed(epoch: number): Promise<Uint8Array | null> {
    if (await this.#parts.state.isRetired(epoch)) return null
    return await this.#parts.keys.get(epoch)
  }

  /** The public key of an epoch, or null. */
  async publicKey(epoch: number): Promise<Uint8Array | null> {
    return (await this.#kemKey(epoch))?.publicKey ?? null
  }

  /** Epochs whose keys are held and in use, ascending. */
  async epochs(): Promise<number[]> {
    const held = await this.#parts.keys.list()
    const retired = await Promise.all(held.map((epoch) => this.#parts.state.isRetired(epoch)))
    return held.filter((_, at) => retired[at] === false)
  }

  /** What `/keys` answers: every key that an epoch from the one in force on can have. */
  async offers(): Promise<Uint8Array> {
    const { documents, identity, organisation, role: mix } = this.#parts
    const current = documents.currentNumber()
    const offers = []
    for (const epoch of (await this.epochs()).filter((number) => number >= current)) {
      const key = await this.publicKey(epoch)
      if (key !== null) offers.push(signMixKey(identity, organisation, { mix, epoch, key }))
    }
    return encodeMixKeyOffers(offers)
  }

  async #kemKey(epoch: number): Promise<KemKey | null> {
    const seed = await this.seed(epoch)
    return seed && this.#parts.env.suite.kemKey(seed)
  }

  async #make(epoch: number): Promise<void> {
    if (await this.#parts.state.isRetired(epoch)) return
    await this.#parts.keys.put(epoch, this.#parts.env.random(SEED_BYTES))
    this.#parts.log.count('key-made')
  }

  async #erase(epoch: number): Promise<void> {
    await this.#parts.state.retireEpoch(epoch)
    await this.#parts.keys.erase(epoch)
    this.#parts.log.count('key-erased')
  }
}
