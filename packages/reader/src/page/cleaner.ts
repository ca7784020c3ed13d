import { answerCalls, type LineEnd } from '../client/line.ts'
import { cleanFile } from './clean/clean-file.ts'
import { type CleanedFile, Job, type Progress } from './clean/job.ts'

/** What the page asks of the cleaner. One file is worked on at a time. */
export interface Cleaner {
  /** All ways in which the file can go cleaned; rejects with the PosternError code that says why the file cannot be cleaned here. */
  clean(job: number, file: Blob): Promise<readonly CleanedFile[]>
  /** The file has been taken out: nothing more is done for it. */
  stop(job: number): void
}

/** How far a job is, sent between the call and its answer. */
export interface JobProgress {
  readonly job: number
  readonly progress: Progress
}

const jobs = new Map<number, Job>()
let last: Promise<unknown> = Promise.resolve()

const scope: unknown = globalThis
if (isWorkerScope(scope)) start(scope)

function start(end: LineEnd): void {
  answerCalls(end, cleanerOf(end))
  end.postMessage('up', [])
}

function cleanerOf(end: LineEnd): Cleaner {
  return {
    clean: (number, file) => {
      const job = new Job((progress) => end.postMessage({ job: number, progress }, []))
      jobs.set(number, job)
      const done = last
        .then(() => cleanFile(file, job))
        .finally(() => jobs.get(number) === job && jobs.delete(number))
      last = done.catch(() => null)
      return done
    },
    stop: (number) => jobs.get(number)?.stop(),
  }
}

function isWorkerScope(given: unknown): given is LineEnd {
  return typeof given === 'object' && given !== null && 'postMessage' in given
}
