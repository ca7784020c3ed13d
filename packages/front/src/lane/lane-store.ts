import {
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  utimes,
} from 'node:fs/promises'
import { join } from 'node:path'
import { LANE_CHUNK_BYTES } from '@postern/protocol'
import { isDiskFull } from '@postern/runtime'

/** What became of a chunk. */
export type ChunkTaken = 'taken' | 'out-of-turn' | 'changed' | 'no-room'

/** One upload, whole or not: how many chunks it is to have, and has. */
export interface LaneUpload {
  readonly count: number
  readonly held: number
}

const NAME = /^([0-9a-f]{32})\.(\d{1,4})\.(\d{1,8})$/
const DAY_MS = 86_400_000

interface Entry extends LaneUpload {
  readonly id: string
  readonly day: number
  readonly path: string
}

/**
 * Sealed chunks of large files, one file an upload, in the order in which they came; what a crash cut
 * off is cut off to whole chunks. A name says id, number of chunks and the day it was begun, and the
 * files' times say that day too. Nothing finer is written here; the file system itself remembers when
 * a file last changed, and lets nobody change that. (O11)
 */
export class LaneStore {
  readonly #folder: string
  readonly #mostBytes: number
  readonly #entries = new Map<string, Entry>()
  /** One chunk of an upload after another. */
  readonly #busy = new Map<string, Promise<unknown>>()

  private constructor(folder: string, mostBytes: number) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  static async open(folder: string, mostBytes: number): Promise<LaneStore> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const store = new LaneStore(folder, mostBytes)
    for (const name of await readdir(folder)) {
      const [, id, count, day] = NAME.exec(name) ?? []
      if (id === undefined) continue
      const path = join(folder, name)
      const held = Math.floor((await stat(path)).size / LANE_CHUNK_BYTES)
      store.#entries.set(id, { id, path, count: Number(count), day: Number(day), held })
    }
    return store
  }

  /** Null for an id that nothing was sent under. */
  look(id: string): LaneUpload | null {
    return this.#entries.get(id) ?? null
  }

  /** Bytes that all uploads hold. */
  get heldBytes(): number {
    return [...this.#entries.values()].reduce((sum, { held }) => sum + held * LANE_CHUNK_BYTES, 0)
  }

  /** Durable on return when it says 'taken'. The same chunk again is taken again and kept once. */
  async put(
    id: string,
    count: number,
    index: number,
    chunk: Uint8Array,
    nowMs: number,
  ): Promise<ChunkTaken> {
    const before = this.#busy.get(id) ?? Promise.resolve()
    const work = before.then(() => this.#put(id, count, index, chunk, nowMs))
    const settled = work.catch(() => undefined)
    this.#busy.set(id, settled)
    try {
      return await work
    } finally {
      if (this.#busy.get(id) === settled) this.#busy.delete(id)
    }
  }

  /** A chunk of an upload that is whole; null for every other. */
  async get(id: string, index: number): Promise<Uint8Array | null> {
    const entry = this.#entries.get(id)
    if (entry === undefined || entry.held < entry.count || index >= entry.count) return null
    return await readChunk(entry.path, index)
  }

  async erase(id: string): Promise<void> {
    const entry = this.#entries.get(id)
    this.#entries.delete(id)
    if (entry !== undefined) await rm(entry.path, { force: true })
  }

  /** Erases what was begun more than so many days ago. */
  async forget(nowMs: number, days: number): Promise<void> {
    const today = Math.floor(nowMs / DAY_MS)
    for (const { id, day } of this.#entries.values()) if (today - day > days) await this.erase(id)
  }

  async #put(
    id: string,
    count: number,
    index: number,
    chunk: Uint8Array,
    nowMs: number,
  ): Promise<ChunkTaken> {
    const entry = this.#entries.get(id) ?? this.#begun(id, count, nowMs)
    if (count !== entry.count || index > entry.held || index >= entry.count) return 'out-of-turn'
    if (index < entry.held) return await isSame(entry.path, index, chunk)
    if (!this.#hasRoom(index === 0 ? count : 1)) return 'no-room'
    try {
      await append(entry, chunk)
    } catch (error) {
      if (isDiskFull(error)) return 'no-room'
      throw error
    }
    this.#entries.set(id, { ...entry, held: entry.held + 1 })
    return 'taken'
  }

  #begun(id: string, count: number, nowMs: number): Entry {
    const day = Math.floor(nowMs / DAY_MS)
    return { id, count, day, held: 0, path: join(this.#folder, `${id}.${count}.${day}`) }
  }

  /** Whether so many chunks more would still fit: asked for all of them when the first one comes. */
  #hasRoom(chunks: number): boolean {
    return this.heldBytes + chunks * LANE_CHUNK_BYTES <= this.#mostBytes
  }
}

/** At its place whatever a crash or a full disk left behind it. */
async function append({ path, held, day }: Entry, chunk: Uint8Array): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_DSYNC } = constants
  const file = await open(path, O_WRONLY | O_DSYNC | O_CREAT | (held === 0 ? O_TRUNC : 0), 0o600)
  try {
    await writeAll(file, chunk, held * LANE_CHUNK_BYTES)
  } finally {
    await file.close()
  }
  await utimes(path, new Date(day * DAY_MS), new Date(day * DAY_MS))
}

async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done)
    done += bytesWritten
  }
}

async function readChunk(path: string, index: number): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(LANE_CHUNK_BYTES)
    await file.read(bytes, 0, bytes.length, index * LANE_CHUNK_BYTES)
    return bytes
  } finally {
    await file.close()
  }
}

async function isSame(path: string, index: number, chunk: Uint8Array): Promise<ChunkTaken> {
  return Buffer.compare(await readChunk(path, index), chunk) === 0 ? 'taken' : 'changed'
}
