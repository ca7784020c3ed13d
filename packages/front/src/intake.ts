import { inForce, MIX_KEY_AFTER_MS, type Now } from '@postern/protocol'
import type { EpochWindow } from './epoch-window.ts'
import type { IntakeLog, IntakePart } from './intake-log.ts'
import type { KeptCells } from './kept-cells.ts'

/** The intake log, and what mix 1 has said to be done with. */
export class Intake {
  readonly #log: IntakeLog
  readonly #kept: KeptCells
  readonly #done = new Map<number, number>()

  constructor(log: IntakeLog, kept: KeptCells) {
    this.#log = log
    this.#kept = kept
  }

  append(epoch: number, cell: Uint8Array): Promise<void> {
    return this.#log.append(epoch, cell)
  }

  read(epoch: number, from: number, most: number): Promise<IntakePart> {
    return this.#log.read(epoch, from, most)
  }

  /** Mix 1 has committed the batches that hold everything before this index. */
  async acknowledge(epoch: number, before: number): Promise<void> {
    this.#done.set(epoch, before)
    await this.#log.trim(epoch, before)
  }

  /**
   * Unlinks epochs that take no more cells and are done with, and those whose mix keys are gone:
   * nobody opens a cell of them any more (M9).
   */
  async forget(now: Now | null, window: EpochWindow, ownMs: number): Promise<void> {
    const current = now && inForce(now.statements, now.timeMs)
    if (current === null || window.kind === 'closed') return
    const keysGone = Math.min(ownMs, now?.timeMs ?? 0) >= current.fromMs + MIX_KEY_AFTER_MS
    for (const epoch of await this.#log.epochs()) {
      if (epoch >= current.number || window.kept.has(epoch)) continue
      if (!keysGone && !(await this.#isDone(epoch))) continue
      await this.#kept.keepLength(epoch)
      await this.#log.forget(epoch)
    }
  }

  close(): Promise<void> {
    return this.#log.close()
  }

  async #isDone(epoch: number): Promise<boolean> {
    const done = this.#done.get(epoch)
    if (done === undefined) return false
    return (await this.#log.read(epoch, done, 1)).cells.length === 0
  }
}
