import { constants } from 'node:fs'
import { mkdir, open, readdir, rm, rmdir, type FileHandle } from 'node:fs/promises'

/** What the log asks of a disk; tests hand in one that fails. */
export interface LogFiles {
  /** Opens for reading and writing; makes the file when `create` is set and it is missing. */
  open(path: string, create: boolean): Promise<LogFile>
  makeFolder(path: string): Promise<void>
  /** Names in a folder, in no order. */
  list(path: string): Promise<string[]>
  remove(path: string): Promise<void>
  removeFolder(path: string): Promise<void>
}

export interface LogFile {
  size(): Promise<number>
  /** At most `length` bytes from `position`; fewer at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>
  /** Writes all parts, one after another, from `position`; they and the file's name are durable on return. */
  write(parts: readonly Uint8Array[], position: number): Promise<void>
  /** Durable with the next write. */
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/**
 * Files opened with O_DSYNC: Node's permission model, under which every process runs, refuses
 * fsync and fdatasync, and a synchronous write is the same one flush. (docs/decisions)
 */
export const nodeLogFiles: LogFiles = {
  open: async (path, create) => {
    const flags = constants.O_RDWR | constants.O_DSYNC | (create ? constants.O_CREAT : 0)
    return new NodeLogFile(await open(path, flags, 0o600))
  },
  makeFolder: async (path) => void (await mkdir(path, { recursive: true, mode: 0o700 })),
  list: (path) => readdir(path),
  remove: (path) => rm(path),
  removeFolder: (path) => rmdir(path),
}

class NodeLogFile implements LogFile {
  readonly #file: FileHandle

  constructor(file: FileHandle) {
    this.#file = file
  }

  async size(): Promise<number> {
    return (await this.#file.stat()).size
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, position + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }

  /** A short write means a full disk; asking again for the rest gives the system's own error. */
  async write(parts: readonly Uint8Array[], position: number): Promise<void> {
    const total = parts.reduce((sum, part) => sum + part.length, 0)
    const { bytesWritten } = await this.#file.writev([...parts], position)
    if (bytesWritten < total) await this.#writeRest(Buffer.concat(parts), bytesWritten, position)
  }

  async #writeRest(bytes: Uint8Array, from: number, position: number): Promise<void> {
    for (let done = from; done < bytes.length;) {
      const left = bytes.length - done
      done += (await this.#file.write(bytes, done, left, position + done)).bytesWritten
    }
  }

  truncate(length: number): Promise<void> {
    return this.#file.truncate(length)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
