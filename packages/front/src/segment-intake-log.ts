import { CELL_BYTES, PosternError } from '@postern/protocol'
import { type LogFiles, SegmentLog } from '@postern/runtime'
import type { IntakeLog, IntakePart } from './intake-log.ts'

/** An IntakeLog in segment files with group commit: what a front runs on. */
export class SegmentIntakeLog implements IntakeLog {
  readonly #log: SegmentLog

  private constructor(log: SegmentLog) {
    this.#log = log
  }

  /** `files` is the disk; tests hand in one that fails. */
  static async open(folder: string, files?: LogFiles): Promise<SegmentIntakeLog> {
    const recordBytes = CELL_BYTES
    return new SegmentIntakeLog(
      await SegmentLog.open(folder, files === undefined ? { recordBytes } : { recordBytes, files }),
    )
  }

  append(epoch: number, cell: Uint8Array): Promise<void> {
    return this.#log.append(epoch, cell)
  }

  async read(epoch: number, from: number, most: number): Promise<IntakePart> {
    if (from > (await this.#log.length(epoch))) throw new PosternError('index-ahead')
    const start = Math.max(from, await this.#log.first(epoch))
    return { from: start, cells: await this.#log.read(epoch, start, most) }
  }

  trim(epoch: number, before: number): Promise<void> {
    return this.#log.trim(epoch, before)
  }

  forget(epoch: number): Promise<void> {
    return this.#log.drop(epoch)
  }

  epochs(): Promise<number[]> {
    return this.#log.epochs()
  }

  close(): Promise<void> {
    return this.#log.close()
  }
}
