import { parentPort } from 'node:worker_threads'
import { PosternError } from '@postern/protocol'
import type { Answer } from './answer.ts'

/**
 * Called once by a worker's module: answers each job of the pool with what `work` returns.
 * Buffers named by `lend` are moved to the pool instead of copied.
 */
export function serveJobs<Job, Result>(
  work: (job: Job) => Result | Promise<Result>,
  lend: (result: Result, job: Job) => ArrayBuffer[] = () => [],
): void {
  const port = parentPort
  if (port === null) throw new TypeError('serveJobs: not in a worker')
  port.on('message', (job: Job) => {
    void answer(job, work).then((said) =>
      port.postMessage(said, said.ok ? lend(said.result, job) : []),
    )
  })
}

async function answer<Job, Result>(
  job: Job,
  work: (job: Job) => Result | Promise<Result>,
): Promise<Answer<Result>> {
  try {
    return { ok: true, result: await work(job) }
  } catch (error) {
    return { ok: false, code: error instanceof PosternError ? error.code : null }
  }
}
