import { join } from 'node:path'
import { PosternError } from '@postern/protocol'
import { isDiskFull } from '../files/file-error.ts'
import { GroupCommit } from './group-commit.ts'
import type { LogFile, LogFiles } from './log-files.ts'
import { neverBegan, openFull, openLast } from './recover.ts'
import { damaged, failed, Segment } from './segment.ts'

/** What the epochs of one log share. */
export interface LogFrame {
  readonly files: LogFiles
  readonly recordBytes: number
  readonly segmentRecords: number
  /** Set once by the first fatal error; from then on nothing is taken. */
  failure: PosternError | null
  readonly onFailed: ((error: PosternError) => void) | undefined
}

const SEGMENT_NAME = /^(\d{16})\.segment$/

/** The records of one epoch, in a folder of segment files. */
export class EpochLog {
  readonly #folder: string
  readonly #log: LogFrame
  readonly #segments: Segment[]
  readonly #commits: GroupCommit

  private constructor(folder: string, log: LogFrame, segments: Segment[]) {
    this.#folder = folder
    this.#log = log
    this.#segments = segments
    this.#commits = new GroupCommit((records) => this.#commit(records))
  }

  /** Opens what is there, or makes the folder. */
  static async open(folder: string, log: LogFrame): Promise<EpochLog> {
    await log.files.makeFolder(folder)
    return new EpochLog(folder, log, await openSegments(folder, log))
  }

  /** Index of the oldest record still held. */
  get first(): number {
    return this.#segments[0]?.firstIndex ?? 0
  }

  /** Index behind the last durable record. */
  get end(): number {
    return this.#segments.at(-1)?.end ?? 0
  }

  append(record: Uint8Array): Promise<void> {
    if (this.#log.failure !== null) return Promise.reject(this.#log.failure)
    return this.#commits.add(record)
  }

  async read(from: number, most: number): Promise<Uint8Array> {
    if (from < this.first) throw new PosternError('log-trimmed')
    const end = Math.min(this.end, from + most)
    const parts: Uint8Array[] = []
    for (const segment of this.#segments.filter((one) => one.end > from && one.firstIndex < end)) {
      const index = Math.max(from, segment.firstIndex)
      parts.push(await segment.read(index, end - index))
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : joined(parts)
  }

  /** Unlinks segments that lie wholly before `before`; the last one stays, it holds the end. */
  async trim(before: number): Promise<void> {
    while (this.#segments.length > 1 && (this.#segments[0]?.end ?? before + 1) <= before) {
      await this.#unlinkFirst()
    }
  }

  /** Unlinks everything, after the commits under way. */
  async drop(): Promise<void> {
    await this.#commits.idle()
    while (this.#segments.length > 0) await this.#unlinkFirst()
    await this.#log.files.removeFolder(this.#folder)
  }

  async close(): Promise<void> {
    await this.#commits.idle()
    for (const segment of this.#segments) await segment.close()
  }

  async #commit(records: readonly Uint8Array[]): Promise<number> {
    if (this.#log.failure !== null) throw this.#log.failure
    try {
      return await this.#writeThrough(records)
    } catch (error) {
      throw await this.#refused(error)
    }
  }

  async #writeThrough(records: readonly Uint8Array[]): Promise<number> {
    const segment = await this.#withRoom()
    const group = records.slice(0, segment.room)
    await segment.append(group)
    return group.length
  }

  /** A full disk refuses this commit alone; every other error ends the log. */
  async #refused(error: unknown): Promise<PosternError> {
    try {
      if (!isDiskFull(error)) throw failed()
      await this.#segments.at(-1)?.takeBack()
      return new PosternError('disk-full')
    } catch {
      return this.#fail()
    }
  }

  #fail(): PosternError {
    const failure = this.#log.failure ?? failed()
    if (this.#log.failure === null) this.#log.onFailed?.(failure)
    this.#log.failure = failure
    return failure
  }

  async #withRoom(): Promise<Segment> {
    const last = this.#segments.at(-1)
    if (last !== undefined && last.room > 0) return last
    const segment = await this.#begin(this.end)
    this.#segments.push(segment)
    return segment
  }

  async #begin(firstIndex: number): Promise<Segment> {
    const { files, recordBytes, segmentRecords } = this.#log
    const file = await files.open(join(this.#folder, segmentName(firstIndex)), true)
    const segment = new Segment(file, { recordBytes, segmentRecords, firstIndex }, 0)
    try {
      await segment.begin()
      return segment
    } catch (error) {
      await segment.close()
      throw error
    }
  }

  async #unlinkFirst(): Promise<void> {
    const segment = this.#segments.shift()
    if (segment === undefined) return
    await segment.close()
    await this.#log.files.remove(join(this.#folder, segmentName(segment.firstIndex)))
  }
}

async function openSegments(folder: string, log: LogFrame): Promise<Segment[]> {
  const firsts = await firstIndexes(folder, log.files)
  const files: LogFile[] = []
  try {
    const segments: Segment[] = []
    for (const firstIndex of firsts) {
      const previous = segments.at(-1)
      if (previous !== undefined && previous.end !== firstIndex) throw damaged()
      const file = await log.files.open(join(folder, segmentName(firstIndex)), false)
      files.push(file)
      const expected = { ...log, firstIndex }
      segments.push(await (firstIndex === firsts.at(-1) ? openLast : openFull)(file, expected))
    }
    return segments
  } catch (error) {
    for (const file of files) await file.close()
    throw error
  }
}

/** Ascending, after removing a last file that a crash left before it was a segment. */
async function firstIndexes(folder: string, files: LogFiles): Promise<number[]> {
  const matches = (await files.list(folder)).map((name) => SEGMENT_NAME.exec(name)?.[1])
  const firsts = matches
    .flatMap((first) => first ?? [])
    .map(Number)
    .sort((a, b) => a - b)
  const last = firsts.at(-1)
  if (last === undefined) return []
  const path = join(folder, segmentName(last))
  const file = await files.open(path, false)
  const leftOver = await neverBegan(file)
  await file.close()
  if (!leftOver) return firsts
  await files.remove(path)
  return firsts.slice(0, -1)
}

function segmentName(firstIndex: number): string {
  return `${String(firstIndex).padStart(16, '0')}.segment`
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
