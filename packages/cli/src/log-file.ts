import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

const MOST_BYTES = 1_048_576

/** What a process says that a person should do something about. */
export interface Notice {
  readonly code: string
  readonly sentence: string
}

/**
 * One process's closed log on disk, begun anew at each start and when it is full. Only lines of
 * the closed log are kept: whatever else a process wrote may hold what must never be written.
 */
export class LogFile {
  readonly #file: number
  readonly #onNotice: (notice: Notice) => void
  #bytes = 0

  constructor(path: string, onNotice: (notice: Notice) => void) {
    this.#file = openSync(path, 'w', 0o600)
    this.#onNotice = onNotice
  }

  /** False for a line that is none of the closed log's. */
  add(line: string): boolean {
    const said = parsed(line)
    if (said === null) return false
    if (this.#bytes + line.length > MOST_BYTES) this.#empty()
    this.#bytes += writeSync(this.#file, `${line}\n`, this.#bytes)
    const { code, sentence } = said
    if (code !== undefined && sentence !== undefined) this.#onNotice({ code, sentence })
    return true
  }

  close(): void {
    closeSync(this.#file)
  }

  #empty(): void {
    ftruncateSync(this.#file, 0)
    this.#bytes = 0
  }
}

interface LogLine {
  readonly event: string
  readonly code?: string
  readonly sentence?: string
}

function parsed(line: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(line)
    return isLogLine(value) ? value : null
  } catch {
    return null
  }
}

function isLogLine(value: unknown): value is LogLine {
  return typeof value === 'object' && value !== null && 'role' in value && 'event' in value
}
