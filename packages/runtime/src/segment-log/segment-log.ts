import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import { EpochLog, type LogFrame } from './epoch-log.ts'
import { nodeLogFiles, type LogFiles } from './log-files.ts'

/** 64 MiB: a few thousand cells, and one scan of a fraction of a second at a start. */
const SEGMENT_BYTES = 64 * 2 ** 20

export interface SegmentLogOptions {
  /** Every record has exactly this length. */
  recordBytes: number
  /** A segment is full when its records reach this; 64 MiB unless told. */
  segmentBytes?: number
  /** The disk; tests hand in one that fails. */
  files?: LogFiles
  /** Called once, when the log has ended itself; the process should end, too. */
  onFailed?: (error: PosternError) => void
}

/**
 * Records of one size, in order, by epoch, durable when `append` resolves. Segment files with a
 * checksum on every record, group commit, a torn end cut off at the next open. Errors:
 * 'disk-full' (this record is not kept, later ones may be), 'log-busy', 'log-trimmed';
 * 'log-damaged' on open or read, and 'log-failed' after a failed sync, want a restart or a person.
 */
export class SegmentLog {
  readonly #folder: string
  readonly #log: LogFrame
  readonly #epochs: Map<number, Promise<EpochLog>>

  private constructor(folder: string, log: LogFrame, epochs: Map<number, Promise<EpochLog>>) {
    this.#folder = folder
    this.#log = log
    this.#epochs = epochs
  }

  static async open(folder: string, options: SegmentLogOptions): Promise<SegmentLog> {
    const log = logFrame(options)
    await log.files.makeFolder(folder)
    const epochs = new Map<number, Promise<EpochLog>>()
    for (const name of await log.files.list(folder)) {
      if (!/^\d{1,10}$/.test(name)) continue
      epochs.set(Number(name), Promise.resolve(await EpochLog.open(join(folder, name), log)))
    }
    return new SegmentLog(folder, log, epochs)
  }

  /** Resolves when the record is durable; the record must not be changed before. */
  async append(epoch: number, record: Uint8Array): Promise<void> {
    if (record.length !== this.#log.recordBytes) throw new TypeError('segment log: record length')
    await (await this.#epoch(epoch)).append(record)
  }

  /** How many records were ever appended to the epoch; 0 when there is none. */
  async length(epoch: number): Promise<number> {
    return (await this.#epochs.get(epoch))?.end ?? 0
  }

  /** Index of the oldest record that is held. */
  async first(epoch: number): Promise<number> {
    return (await this.#epochs.get(epoch))?.first ?? 0
  }

  /** Epochs that have records, ascending. */
  async epochs(): Promise<number[]> {
    return [...this.#epochs.keys()].sort((a, b) => a - b)
  }

  /** Durable records from index `from` on, at most `max`, one after another; empty at the end. */
  async read(epoch: number, from: number, max: number): Promise<Uint8Array> {
    return (await (await this.#epochs.get(epoch))?.read(from, max)) ?? new Uint8Array(0)
  }

  /** Records before index `before` will not be asked for again. */
  async trim(epoch: number, before: number): Promise<void> {
    await (await this.#epochs.get(epoch))?.trim(before)
  }

  /** Forgets an epoch; its indexes begin at 0 if it is ever appended to again. */
  async drop(epoch: number): Promise<void> {
    const held = this.#epochs.get(epoch)
    if (held === undefined) return
    this.#epochs.delete(epoch)
    await (await held).drop()
  }

  async close(): Promise<void> {
    for (const epoch of this.#epochs.values()) await (await epoch).close()
  }

  /** Opened once, also when many appends come at once. */
  #epoch(epoch: number): Promise<EpochLog> {
    const held = this.#epochs.get(epoch)
    if (held !== undefined) return held
    const opening = EpochLog.open(join(this.#folder, String(epoch)), this.#log)
    this.#epochs.set(epoch, opening)
    opening.catch(() => this.#epochs.delete(epoch))
    return opening
  }
}

function logFrame(options: SegmentLogOptions): LogFrame {
  const { recordBytes, segmentBytes = SEGMENT_BYTES, files = nodeLogFiles } = options
  const segmentRecords = Math.max(1, Math.floor(segmentBytes / recordBytes))
  return { files, recordBytes, segmentRecords, failure: null, onFailed: options.onFailed }
}
