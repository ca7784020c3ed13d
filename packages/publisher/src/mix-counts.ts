import type { Now } from '@postern/protocol'
import type { Log, Peer } from '@postern/runtime'
import { jsonObject, pull, readPulled } from './pull.ts'

export interface Counts {
  /** Number of mix 1's newest batch. */
  readonly batch: number
  /** Cells that it accepted into it. */
  readonly crowd: number
}

/** What `/now` says of mix 1's newest batch (M10). It never goes back, whatever mix 1 says. */
export class MixCounts {
  readonly #mix1: Peer
  readonly #log: Log
  #current: Counts = { batch: 0, crowd: 0 }

  constructor(parts: { peers: { mix1: Peer }; log: Log }) {
    this.#mix1 = parts.peers.mix1
    this.#log = parts.log
  }

  restore(last: Now | null): void {
    if (last !== null) this.#current = { batch: last.batch, crowd: last.crowd }
  }

  current(): Counts {
    return { batch: this.#current.batch, crowd: this.#current.crowd }
  }

  async refresh(): Promise<void> {
    const bytes = await pull(this.#mix1, '/counts', this.#log)
    const counts = readPulled(bytes, this.#log, readCounts)
    if (counts !== null && counts.batch > this.#current.batch) this.#current = counts
  }
}

function readCounts(bytes: Uint8Array): Counts {
  const object = jsonObject(bytes)
  return { batch: object.integer('batch'), crowd: object.integer('crowd') }
}
