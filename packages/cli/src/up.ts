import type { Server } from 'node:net'
import { join, resolve } from 'node:path'
import { type Env, fromHex, PosternError } from '@postern/protocol'
import { rootFingerprintWords } from '@postern/protocol/words'
import { systemEnv } from '@postern/runtime'
import { openControl, type UpStatus } from './control.ts'
import { halfMade, stateOf } from './data-folder.ts'
import { requireFreePorts } from './free-ports.ts'
import { deskAddress, frontAddress, portsFrom } from './ports.ts'
import type { Setting } from './process-configs.ts'
import { makeRehearsal, partsOf, readRehearsal, readWayIn, type Rehearsal } from './rehearsal.ts'
import { retune } from './retune.ts'
import type { Say } from './say.ts'
import { layPages } from './pages.ts'
import { untilStopped } from './stopping.ts'
import { Supervisor } from './supervisor.ts'
import { renewTrust } from './trust-renewal.ts'
import { sayWelcome, type Welcome } from './welcome.ts'

export interface UpOptions {
  readonly data: string
  readonly firstPort: number
  /** Null to go on with the clock of the last start. */
  readonly clockOffsetMs: number | null
}

/** A rehearsal that is ready to be started. */
interface Prepared {
  readonly folder: string
  readonly rehearsal: Rehearsal
  readonly setting: Setting
  readonly env: Env
}

/** While it runs, the trust list is looked at so often; it is renewed thirty days ahead. */
const RENEWAL_MS: number = 60 * 60 * 1_000

/**
 * Runs the whole rehearsal until it is told to stop. Throws PosternError with one sentence when a
 * person has to put something right first.
 */
export async function up(options: UpOptions, say: Say): Promise<void> {
  const folder = resolve(options.data)
  const running: { supervisor: Supervisor | null } = { supervisor: null }
  const control = await claim(folder, options, running)
  try {
    await requireFreePorts(portsFrom(options.firstPort))
    const prepared = await prepare(folder, options, say)
    await run(prepared, running, say)
  } finally {
    control.close()
  }
}

async function run(
  prepared: Prepared,
  running: { supervisor: Supervisor | null },
  say: Say,
): Promise<void> {
  const { folder, env } = prepared
  const stopping = untilStopped()
  const supervisor = new Supervisor(partsOf(folder), join(folder, 'logs'), {
    refusal: (refusal) => stopping.refuse(refusal),
    notice: (part, sentence) => say.warn(`${part}: ${sentence}`),
  })
  running.supervisor = supervisor
  const renewal = setInterval(() => void renewTrust(env, folder).catch(() => undefined), RENEWAL_MS)
  void supervisor.start().then(async () => sayWelcome(say, await welcomeOf(prepared)))
  const refusal = await stopping.stopped
  clearInterval(renewal)
  if (refusal === null) say.line('Stopping ...')
  await supervisor.stop()
  if (refusal !== null) throw new PosternError('bad-start', `${refusal.part}: ${refusal.sentence}`)
  say.line('Stopped. What was answered is kept; the next start goes on from here.')
}

/** One `up` for a data folder; the same socket answers `postern status`. */
async function claim(
  folder: string,
  { firstPort, clockOffsetMs }: UpOptions,
  running: { readonly supervisor: Supervisor | null },
): Promise<Server> {
  const status = (): UpStatus => ({
    pid: process.pid,
    firstPort,
    clockOffsetMs: clockOffsetMs ?? 0,
    processes: running.supervisor?.status() ?? [],
  })
  const control = await openControl(folder, status)
  if (control !== null) return control
  throw new PosternError(
    'already-running',
    `Postern already runs with the data folder ${folder}: use that one, or name another with --data.`,
  )
}

async function prepare(folder: string, options: UpOptions, say: Say): Promise<Prepared> {
  const state = await stateOf(folder)
  if (state === 'half-made') throw halfMade(folder)
  if (state === 'missing') await make(folder, options, say)
  const rehearsal = await readRehearsal(folder)
  const clockOffsetMs = options.clockOffsetMs ?? rehearsal.clockOffsetMs
  const setting = { firstPort: options.firstPort, clockOffsetMs }
  const env = systemEnv({ offsetMs: clockOffsetMs })
  await retune(folder, rehearsal, setting)
  if (await renewTrust(env, folder)) say.line('The trust list was renewed for ninety days.')
  await layPages(folder, rehearsal)
  return { folder, rehearsal, setting, env }
}

async function make(
  folder: string,
  { firstPort, clockOffsetMs }: UpOptions,
  say: Say,
): Promise<void> {
  say.line(`Making the demonstration organisation in ${folder} ...`)
  const offsetMs = clockOffsetMs ?? 0
  await makeRehearsal(systemEnv({ offsetMs }), folder, { firstPort, clockOffsetMs: offsetMs })
}

async function welcomeOf({ folder, rehearsal, setting, env }: Prepared): Promise<Welcome> {
  const ports = portsFrom(setting.firstPort)
  return {
    front: frontAddress(ports),
    desk: deskAddress(ports),
    wayIn: await readWayIn(folder),
    fingerprint: rootFingerprintWords(env.suite, fromHex(rehearsal.root)),
    clockOffsetMs: setting.clockOffsetMs,
    folder,
  }
}
