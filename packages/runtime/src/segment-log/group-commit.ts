import { PosternError } from '@postern/protocol'

/** Records in one commit at most: bounds the write, and what opening writes again. */
const MOST_COMMITTED = 256
/** Records that may wait for a commit; beyond it the caller answers "not now". */
const MOST_WAITING = 4_096

interface Waiting {
  record: Uint8Array
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Gathers what arrives while a commit is on its way to the disk, and gives it to the next one
 * together. `commit` makes a beginning of the records durable and returns how many.
 */
export class GroupCommit {
  readonly #commit: (records: readonly Uint8Array[]) => Promise<number>
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null

  constructor(commit: (records: readonly Uint8Array[]) => Promise<number>) {
    this.#commit = commit
  }

  /** Resolves when the record is durable; rejects with the error of its commit, or 'log-busy'. */
  add(record: Uint8Array): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(new PosternError('log-busy'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#next()
    this.#running = null
  }

  async #next(): Promise<void> {
    const group = this.#waiting.slice(0, MOST_COMMITTED)
    try {
      const durable = await this.#commit(group.map(({ record }) => record))
      this.#waiting = this.#waiting.slice(durable)
      for (const { resolve } of group.slice(0, durable)) resolve()
    } catch (error) {
      this.#waiting = this.#waiting.slice(group.length)
      for (const { reject } of group) reject(error)
    }
  }
}
