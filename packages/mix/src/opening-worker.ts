/** The module of an opening thread (M3): its only state is the key of the epoch it opens now. */
import { equalBytes, type KemKey } from '@postern/protocol'
import { nativeSuite } from '@postern/runtime'
import { serveJobs } from '@postern/runtime/worker'
import { openAll } from './opener.ts'
import { type OpeningJob, type OpeningResult, packOpened } from './opening-job.ts'

let held: { seed: Uint8Array; key: KemKey } | null = null

serveJobs(
  (job: OpeningJob): OpeningResult =>
    packOpened(openAll(nativeSuite, keyOf(job.seed), job.rules, job.input)),
  ({ flags, replayKeys, inners }) => [flags.buffer, replayKeys.buffer, inners.buffer],
)

function keyOf(seed: Uint8Array): KemKey {
  if (held === null || !equalBytes(held.seed, seed)) {
    held = { seed, key: nativeSuite.kemKey(seed) }
  }
  return held.key
}
