import type { LogFile, LogFiles } from '@postern/runtime'

interface Bytes {
  /** What a reader sees. */
  cached: Uint8Array
  /** What a power cut leaves for certain. */
  durable: Uint8Array
  /** Positions that the next sync brings to the disk. */
  dirty: Set<number>
}

/**
 * A disk in memory that keeps apart what was written and what was synced, fails on demand, and
 * loses its power: then any part of what was not synced may be on it, or not.
 */
export class UnsteadyDisk {
  /** The next sync fails, once; as on Linux, no later sync tries those bytes again. */
  failNextSync = false
  /** Bytes that files may still grow by, in all. */
  roomBytes: number = Number.POSITIVE_INFINITY
  syncs = 0
  files: Map<string, Bytes> = new Map()
  durableNames: Set<string> = new Set()
  #boot = 0

  /** The disk as one process sees it until the power is cut; afterwards it does nothing. */
  boot(): LogFiles {
    const mine = ++this.#boot
    return new Mounted(this, () => {
      if (mine !== this.#boot) throw new Error('this process is dead')
    })
  }

  /**
   * Cuts the power. Of each file's unsynced bytes, those that `keeps` names by position are there,
   * the others are as they were; its length is between the two, `part` (0 to 1) of the way.
   */
  cutPower(keeps: (position: number) => boolean, part: number): void {
    this.#boot++
    for (const [name, file] of this.files) {
      if (!this.durableNames.has(name)) this.files.delete(name)
      file.cached = leftOver(file, keeps, part)
      file.durable = file.cached.slice()
      file.dirty.clear()
    }
  }

  /** Throws ENOSPC when files may not grow so much. */
  grow(bytes: number): void {
    if (bytes > this.roomBytes) throw systemError('ENOSPC')
    this.roomBytes -= Math.max(0, bytes)
  }
}

class Mounted implements LogFiles {
  readonly #disk: UnsteadyDisk
  readonly #alive: () => void

  constructor(disk: UnsteadyDisk, alive: () => void) {
    this.#disk = disk
    this.#alive = alive
  }

  async open(path: string, create: boolean): Promise<LogFile> {
    this.#alive()
    const held = this.#disk.files.get(path)
    if (held === undefined && !create) throw systemError('ENOENT')
    const bytes = held ?? emptyFile()
    this.#disk.files.set(path, bytes)
    return new UnsteadyFile(this.#disk, path, bytes, this.#alive)
  }

  async makeFolder(): Promise<void> {
    this.#alive()
  }

  async list(path: string): Promise<string[]> {
    this.#alive()
    const below = [...this.#disk.files.keys()].filter((name) => name.startsWith(`${path}/`))
    return [...new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''))]
  }

  async remove(path: string): Promise<void> {
    this.#alive()
    this.#disk.files.delete(path)
    this.#disk.durableNames.delete(path)
  }

  async removeFolder(): Promise<void> {
    this.#alive()
  }
}

class UnsteadyFile implements LogFile {
  readonly #disk: UnsteadyDisk
  readonly #path: string
  readonly #bytes: Bytes
  readonly #alive: () => void

  constructor(disk: UnsteadyDisk, path: string, bytes: Bytes, alive: () => void) {
    this.#disk = disk
    this.#path = path
    this.#bytes = bytes
    this.#alive = alive
  }

  async size(): Promise<number> {
    return this.#bytes.cached.length
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    return this.#bytes.cached.slice(position, position + length)
  }

  /** Half of a write that finds no room is there all the same. */
  async write(parts: readonly Uint8Array[], position: number): Promise<void> {
    this.#alive()
    const whole = Buffer.concat(parts)
    const growth = position + whole.length - this.#bytes.cached.length
    if (growth > this.#disk.roomBytes) this.#put(whole.subarray(0, whole.length / 2), position)
    this.#disk.grow(growth)
    this.#put(whole, position)
    await this.#sync()
  }

  /** The flush of a synchronous write, and of a cut before it. */
  async #sync(): Promise<void> {
    this.#disk.syncs++
    await new Promise((resolve) => setImmediate(resolve))
    this.#alive()
    const { cached, durable, dirty } = this.#bytes
    const synced = dirty.values().toArray()
    dirty.clear()
    if (this.#disk.failNextSync) {
      this.#disk.failNextSync = false
      throw systemError('EIO')
    }
    this.#bytes.durable = resized(durable, cached.length)
    for (const at of synced) this.#bytes.durable[at] = cached[at] ?? 0
    this.#disk.durableNames.add(this.#path)
  }

  async truncate(length: number): Promise<void> {
    this.#alive()
    this.#bytes.cached = resized(this.#bytes.cached, length)
    for (const at of this.#bytes.dirty) if (at >= length) this.#bytes.dirty.delete(at)
  }

  async close(): Promise<void> {
    await Promise.resolve()
  }

  #put(part: Uint8Array, position: number): void {
    const { cached, dirty } = this.#bytes
    this.#bytes.cached = resized(cached, Math.max(cached.length, position + part.length))
    this.#bytes.cached.set(part, position)
    for (let at = position; at < position + part.length; at++) dirty.add(at)
  }
}

function emptyFile(): Bytes {
  return { cached: new Uint8Array(0), durable: new Uint8Array(0), dirty: new Set() }
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const made = new Uint8Array(length)
  made.set(bytes.subarray(0, length))
  return made
}

function leftOver(file: Bytes, keeps: (position: number) => boolean, part: number): Uint8Array {
  const least = Math.min(file.durable.length, file.cached.length)
  const most = Math.max(file.durable.length, file.cached.length)
  const bytes = new Uint8Array(least + Math.round((most - least) * part))
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (keeps(at) ? file.cached[at] : file.durable[at]) ?? 0
  }
  return bytes
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}
