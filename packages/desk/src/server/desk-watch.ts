import { deskIsLate, type Env, type Parameters } from '@postern/protocol'
import type { Notices } from '@postern/runtime'
import type { DeskStore } from './desk-store.ts'

interface Parts {
  readonly env: Env
  readonly parameters: Parameters
  readonly store: DeskStore
  readonly notices: Notices
  /** Hex ids. */
  readonly desks: readonly string[]
}

/**
 * Tells the operator of a desk where nobody has been for a week, so that its drops lie unopened
 * (M9). It goes by the interval in the desk's last trays, which stands in them anyway: the server
 * keeps no time of anybody.
 */
export class DeskWatch {
  readonly #parts: Parts
  /** For a desk that has never handed over trays. */
  readonly #startedMs: number

  constructor(parts: Parts) {
    this.#parts = parts
    this.#startedMs = parts.env.nowMs()
  }

  async step(): Promise<void> {
    const { env, desks, notices } = this.#parts
    const seenMs = await Promise.all(desks.map((desk) => this.#lastSeenMs(desk)))
    const isLate = seenMs.some((ms) => deskIsLate(ms, env.nowMs()))
    notices.set('desk-drops-unopened', isLate)
  }

  async #lastSeenMs(desk: string): Promise<number> {
    const pack = await this.#parts.store.trays(desk)
    if (pack === null) return this.#startedMs
    const interval = new DataView(pack.buffer, pack.byteOffset).getBigUint64(0)
    return Number(interval) * this.#parts.parameters.dropIntervalMs
  }
}
