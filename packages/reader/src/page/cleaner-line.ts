import { PosternError } from '@postern/protocol'
import { Line } from '../client/line.ts'
import type { CleanedFile, Progress } from './clean/job.ts'
import type { Cleaner, JobProgress } from './cleaner.ts'
import { cleanerScript } from './trusted-types.ts'

/** A cleaner that works and says nothing for so long hangs. */
const SILENCE_MS = 60_000

type Listener = (progress: Progress) => void

/**
 * The worker that cleans files, of the second file. Every reader's page starts it at the moment of a
 * view, and none because of a file: one that did not come is started again at the next moment, one
 * that came and then died stays dead in this document. (V6)
 */
export class CleanerLine {
  #worker: Worker | null = null
  #line: Line<Cleaner> | null = null
  #isMissing = false
  #isDead = false
  #came = Promise.withResolvers<boolean>()
  readonly #open = new Map<number, Listener>()
  #silence: ReturnType<typeof setTimeout> | null = null

  start(): void {
    if (this.#worker !== null || this.#isDead) return
    if (this.#isMissing) this.#came = Promise.withResolvers()
    this.#isMissing = false
    const worker = new Worker(cleanerScript(), { type: 'module', name: 'postern-cleaner' })
    this.#worker = worker
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#hear(data))
    worker.addEventListener('error', () => (this.#line === null ? this.#lose() : this.#die()))
  }

  /**
   * Rejects with the PosternError code that says why not: 'not-here' when the second file has not
   * come to this page, 'worker-died' when a file was too much for it, 'stopped', or the cleaner's.
   */
  async clean(job: number, file: Blob, tell: Listener): Promise<readonly CleanedFile[]> {
    this.#open.set(job, tell)
    try {
      if (this.#isDead) throw new PosternError('worker-died')
      const came = await this.#came.promise
      if (!came || this.#line === null) throw new PosternError('not-here')
      if (!this.#open.has(job)) throw new PosternError('stopped')
      this.#watch()
      return await this.#line.call('clean', job, file)
    } finally {
      this.#open.delete(job)
      this.#watch()
    }
  }

  /** The file has been taken out. */
  stop(job: number): void {
    if (this.#open.delete(job)) void this.#line?.call('stop', job).catch(() => null)
  }

  #hear(data: unknown): void {
    if (data === 'up' && this.#worker !== null) {
      this.#line = new Line<Cleaner>(this.#worker)
      this.#came.resolve(true)
    }
    if (isProgress(data)) this.#open.get(data.job)?.(data.progress)
    this.#watch()
  }

  /** The second file did not come. */
  #lose(): void {
    this.#worker = null
    this.#isMissing = true
    this.#came.resolve(false)
  }

  #die(): void {
    this.#isDead = true
    this.#worker?.terminate()
    this.#line?.cut()
  }

  #watch(): void {
    if (this.#silence !== null) clearTimeout(this.#silence)
    this.#silence = this.#open.size === 0 ? null : setTimeout(() => this.#die(), SILENCE_MS)
  }
}

function isProgress(data: unknown): data is JobProgress {
  return typeof data === 'object' && data !== null && 'progress' in data
}
