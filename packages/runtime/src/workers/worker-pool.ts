import { Worker } from 'node:worker_threads'
import { PosternError } from '@postern/protocol'
import type { Answer } from './answer.ts'

export interface WorkerPoolOptions {
  /** Threads at most; each is started when a job needs it and stays. */
  size: number
  /** Jobs that may wait for a thread. */
  maxQueued?: number
  /** Called when a thread died; the next job gets a fresh one. */
  onLost?: () => void
}

interface Waiting<Job, Result> {
  job: Job
  lent: ArrayBuffer[]
  resolve: (result: Result) => void
  reject: (error: Error) => void
}

interface Thread<Job, Result> {
  worker: Worker
  busyWith: Waiting<Job, Result> | null
}

const MOST_QUEUED = 1_024

/**
 * Threads that each do one job at a time, first come first served. The module calls `serveJobs`.
 * A job rejects with the worker's own PosternError code, 'job-failed' for any other error there,
 * 'worker-lost' when its thread died, 'pool-full' when too many wait, 'pool-closed'.
 */
export class WorkerPool<Job, Result> {
  readonly #moduleUrl: URL
  readonly #options: WorkerPoolOptions
  readonly #threads = new Set<Thread<Job, Result>>()
  readonly #queue: Waiting<Job, Result>[] = []
  #closed = false

  constructor(moduleUrl: URL, options: WorkerPoolOptions) {
    this.#moduleUrl = moduleUrl
    this.#options = options
  }

  /** Buffers in `lent` are moved to the thread and are empty afterwards. */
  run(job: Job, lent: ArrayBuffer[] = []): Promise<Result> {
    if (this.#closed) return Promise.reject(new PosternError('pool-closed'))
    if (this.#queue.length >= (this.#options.maxQueued ?? MOST_QUEUED)) {
      return Promise.reject(new PosternError('pool-full'))
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, lent, resolve, reject })
      this.#assign()
    })
  }

  /** Ends all threads; jobs under way or waiting reject with 'pool-closed'. */
  async close(): Promise<void> {
    this.#closed = true
    const threads = [...this.#threads]
    this.#threads.clear()
    const jobs = [...this.#queue.splice(0), ...threads.flatMap(({ busyWith }) => busyWith ?? [])]
    for (const job of jobs) job.reject(new PosternError('pool-closed'))
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const thread = this.#idle()
      const waiting = thread === null ? undefined : this.#queue.shift()
      if (thread === null || waiting === undefined) return
      this.#give(thread, waiting)
    }
  }

  #idle(): Thread<Job, Result> | null {
    for (const thread of this.#threads) if (thread.busyWith === null) return thread
    return this.#threads.size < this.#options.size ? this.#start() : null
  }

  #start(): Thread<Job, Result> {
    const thread: Thread<Job, Result> = { worker: new Worker(this.#moduleUrl), busyWith: null }
    thread.worker.on('message', (answer: Answer<Result>) => this.#settle(thread, answer))
    thread.worker.on('error', () => this.#lose(thread))
    thread.worker.on('exit', () => this.#lose(thread))
    this.#threads.add(thread)
    return thread
  }

  #give(thread: Thread<Job, Result>, waiting: Waiting<Job, Result>): void {
    try {
      thread.worker.postMessage(waiting.job, waiting.lent)
      thread.busyWith = waiting
    } catch {
      waiting.reject(new TypeError('worker pool: the job cannot be cloned'))
    }
  }

  #settle(thread: Thread<Job, Result>, answer: Answer<Result>): void {
    const done = thread.busyWith
    thread.busyWith = null
    if (answer.ok) done?.resolve(answer.result)
    else done?.reject(new PosternError(answer.code ?? 'job-failed'))
    this.#assign()
  }

  #lose(thread: Thread<Job, Result>): void {
    if (!this.#threads.delete(thread)) return
    this.#options.onLost?.()
    thread.busyWith?.reject(new PosternError('worker-lost'))
    this.#assign()
  }
}
