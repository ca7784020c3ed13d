import { CELL_BYTES, PosternError } from '@postern/protocol'
import { SegmentLog, type SegmentLogOptions } from '@postern/runtime'
import type { IntakeLog, IntakePart } from './intake-log.ts'

/** An IntakeLog in segment files with group commit: what a front runs on. */
export class SegmentIntakeLog implements IntakeLog {
  readonly #log: SegmentLog

  private constructor(log: SegmentLog) {
    this.#log = log
  }

  /** `onFailed` hears that the log has ended itself; `files` is the disk, tests bring another. */
  static async open(
    folder: string,
    options: Pick<SegmentLogOptions, 'files' | 'onFailed'> = {},
  ): Promise<SegmentIntakeLog> {
    const recordBytes = CELL_BYTES
    return new SegmentIntakeLog(await SegmentLog.open(folder, { recordBytes, ...options }))
  }

  append(epoch: number, cell: Uint8Array): Promise<void> {
    return this.#log.append(epoch, cell)
  }

  async read(epoch: number, from: number, most: number): Promise<IntakePart> {
    if (from > (await this.#log.length(epoch))) throw new PosternError('index-ahead')
    const start = Math.max(from, await this.#log.first(epoch))
    return { from: start, cells: await this.#log.read(epoch, start, most) }
  }

  length(epoch: number): Promise<number> {
    return this.#log.length(epoch)
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
