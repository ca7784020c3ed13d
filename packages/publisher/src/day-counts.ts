import {
  type Counter,
  dayCountsFit,
  type Env,
  fromUtf8,
  type TrustList,
  utf8,
} from '@postern/protocol'
import type { Log, Peer } from '@postern/runtime'
import { pull } from './pull.ts'

const COUNTERS: readonly Counter[] = ['front', 'mix-1', 'mix-2']
/** They change once a day. */
const REFRESH_MS = 60_000

interface Parts {
  readonly env: Env
  readonly peers: { readonly front: Peer; readonly mix1: Peer; readonly mix2: Peer }
  readonly log: Log
}

/**
 * The day counts of front and mixes, side by side and each as its counter signed it, for whoever
 * wants to compare them: a mix that adds or drops cells shows beside the others (M10). The front's
 * key stands in no trust list; who watches remembers it.
 */
export class DayCounts {
  readonly #parts: Parts
  readonly #signed = new Map<Counter, string>()
  #refreshedMs: number | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** JSON of { front, mix-1, mix-2 }: signed documents, null for one that has given none yet. */
  document(): Uint8Array {
    const fields = COUNTERS.map((counter) => `"${counter}":${this.#signed.get(counter) ?? 'null'}`)
    return utf8(`{${fields.join()}}`)
  }

  async refresh(trust: TrustList): Promise<void> {
    const nowMs = this.#parts.env.nowMs()
    if (this.#refreshedMs !== null && Math.abs(nowMs - this.#refreshedMs) < REFRESH_MS) return
    this.#refreshedMs = nowMs
    const { front, mix1, mix2 } = this.#parts.peers
    await this.#take('front', front, trust, null)
    await this.#take('mix-1', mix1, trust, trust.mixes[0].key)
    await this.#take('mix-2', mix2, trust, trust.mixes[1].key)
  }

  async #take(
    counter: Counter,
    peer: Peer,
    { organisation }: TrustList,
    key: Uint8Array | null,
  ): Promise<void> {
    const { env, log } = this.#parts
    const bytes = await pull(peer, '/days', log)
    if (bytes === null) return
    if (!dayCountsFit(env.suite, bytes, organisation, counter, key))
      return log.count('document-refused')
    this.#signed.set(counter, fromUtf8(bytes))
  }
}
