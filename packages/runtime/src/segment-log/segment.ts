import { PosternError } from '@postern/protocol'
import {
  encodeHeader,
  FRAME_HEAD_BYTES,
  frameHead,
  HEADER_BYTES,
  openFrame,
  type SegmentHeader,
} from './frame.ts'
import type { LogFile } from './log-files.ts'

/** One open segment file: a run of records, `length` of them durable. */
export class Segment {
  readonly header: SegmentHeader
  readonly #file: LogFile
  #length: number

  constructor(file: LogFile, header: SegmentHeader, length: number) {
    this.#file = file
    this.header = header
    this.#length = length
  }

  get firstIndex(): number {
    return this.header.firstIndex
  }

  /** Index behind the last durable record. */
  get end(): number {
    return this.header.firstIndex + this.#length
  }

  get room(): number {
    return this.header.segmentRecords - this.#length
  }

  /** Makes an empty segment, durable with its name. */
  async begin(): Promise<void> {
    await this.#file.truncate(0)
    await this.#file.write([encodeHeader(this.header)], 0)
  }

  /** Writes one commit behind the last one; durable on return, and readable only then. */
  async append(records: readonly Uint8Array[]): Promise<void> {
    const start = this.#length
    const parts = records.flatMap((record, at) => [frameHead(start + at, start, record), record])
    await this.#file.write(parts, positionOf(this.header, start))
    this.#length += records.length
  }

  /** Takes back a commit that could not be written whole. */
  async takeBack(): Promise<void> {
    await this.#file.truncate(positionOf(this.header, this.#length))
  }

  /** Records from `index` on, at most `most`, without frames; 'log-damaged' if one is broken. */
  async read(index: number, most: number): Promise<Uint8Array> {
    const { recordBytes, firstIndex } = this.header
    const count = Math.min(most, this.end - index)
    const frameBytes = FRAME_HEAD_BYTES + recordBytes
    const place = index - firstIndex
    const frames = await this.#file.read(positionOf(this.header, place), count * frameBytes)
    const records = new Uint8Array(count * recordBytes)
    for (let at = 0; at < count; at++) {
      const frame = openFrame(place + at, frames.subarray(at * frameBytes, (at + 1) * frameBytes))
      if (frame === null || frame.record.length !== recordBytes) throw damaged()
      records.set(frame.record, at * recordBytes)
    }
    return records
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

/** Where the frame of a place begins in the file. */
export function positionOf(header: SegmentHeader, place: number): number {
  return HEADER_BYTES + place * (FRAME_HEAD_BYTES + header.recordBytes)
}

export function damaged(): PosternError {
  return new PosternError('log-damaged', 'the log on disk is damaged')
}

/** After a failed sync nobody knows what is on disk, and asking again may lie: it is the end. */
export function failed(): PosternError {
  return new PosternError('log-failed', 'the disk refused to make the log durable')
}
