import { PosternError } from '@postern/protocol'
import { serveJobs } from '@postern/runtime/worker'

export type Job = number | 'refuse' | 'break' | 'die' | 'hang' | Uint8Array<ArrayBuffer>

/** A worker for tests: doubles numbers, hands bytes back, and fails in every way on demand. */
serveJobs<Job, number | Uint8Array<ArrayBuffer>>(
  async (job) => {
    if (job === 'refuse') throw new PosternError('bad-batch', 'marked-words')
    if (job === 'break') throw new Error('marked-words')
    if (job === 'die') process.exit(3)
    if (job === 'hang') await new Promise(() => undefined)
    return typeof job === 'number' ? job * 2 : bytesOf(job).map((byte) => byte * 2)
  },
  (result) => (typeof result === 'number' ? [] : [result.buffer]),
)

function bytesOf(job: Job): Uint8Array<ArrayBuffer> {
  if (job instanceof Uint8Array) return job
  throw new TypeError('not bytes')
}
