import { type Env, fromHex } from '@postern/protocol'
import { rootFingerprintWords } from '@postern/protocol/words'
import { systemEnv } from '@postern/runtime'
import { halfMade, sentenced, stateOf } from './data-folder.ts'
import { layPages } from './pages.ts'
import { layPartCode } from './part-code.ts'
import type { Prepared } from './prepared.ts'
import { makeRehearsal, readRehearsal, readWayIn } from './rehearsal.ts'
import { retune } from './retune.ts'
import { renewTrust } from './trust-renewal.ts'
import type { UpOptions } from './up.ts'

/**
 * Everything before the first process: the ceremony when there is no data folder, this start's
 * ports and clock, the trust list when it grows old, the pages, the parts' code. It runs in a
 * process of its own, whose memory ends with it. `say` tells a person what takes time.
 */
export async function prepare(
  folder: string,
  options: Pick<UpOptions, 'firstPort' | 'clockOffsetMs' | 'onion'>,
  say: (line: string) => void,
): Promise<Prepared> {
  return await sentenced(folder, () => prepareFolder(folder, options, say))
}

async function prepareFolder(
  folder: string,
  options: Pick<UpOptions, 'firstPort' | 'clockOffsetMs' | 'onion'>,
  say: (line: string) => void,
): Promise<Prepared> {
  const { firstPort, onion } = options
  const state = await stateOf(folder)
  if (state === 'half-made') throw halfMade(folder)
  if (state === 'missing') {
    say(`Making the demonstration organisation in ${folder} ...`)
    const clockOffsetMs = options.clockOffsetMs ?? 0
    await makeRehearsal(systemEnv({ offsetMs: clockOffsetMs }), folder, {
      firstPort,
      clockOffsetMs,
      onion,
    })
  }
  const rehearsal = await readRehearsal(folder)
  const clockOffsetMs = options.clockOffsetMs ?? rehearsal.clockOffsetMs
  const env: Env = systemEnv({ offsetMs: clockOffsetMs })
  await retune(folder, rehearsal, { firstPort, clockOffsetMs, onion })
  if (await renewTrust(env, folder)) say('The trust list was renewed, for ninety days.')
  await Promise.all([layPages(folder, rehearsal, onion), layPartCode(folder)])
  return {
    wayIn: await readWayIn(folder),
    fingerprint: rootFingerprintWords(env.suite, fromHex(rehearsal.root)),
    clockOffsetMs,
  }
}
