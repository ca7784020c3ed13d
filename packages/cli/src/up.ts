import type { Server } from 'node:net'
import { join, resolve } from 'node:path'
import { PosternError } from '@postern/protocol/error'
import { openControl, type UpStatus } from './control.ts'
import { requireFreePorts } from './free-ports.ts'
import { runHelper } from './helper-process.ts'
import { PART_ROLES, rehearsalPart } from './part.ts'
import { frontAddress, portsFrom } from './ports.ts'
import { type Prepared, preparedForm } from './prepared.ts'
import type { Say } from './say.ts'
import { doorOpen, Starting } from './starting.ts'
import { untilStopped } from './stopping.ts'
import { Supervisor } from './supervisor.ts'
import { sayWelcome } from './welcome.ts'

export interface UpOptions {
  readonly data: string
  readonly firstPort: number
  /** Null to go on with the clock of the last start. */
  readonly clockOffsetMs: number | null
  /** The host that Tor hands on, or null for none. */
  readonly onion: string | null
}

/** While it runs, the trust list is looked at so often; it is renewed thirty days ahead. */
const RENEWAL_MS: number = 12 * 60 * 60 * 1_000

/** The supervisor as it comes to be, for who asks after it meanwhile. */
interface Running {
  supervisor: Supervisor | null
  clockOffsetMs: number
}

/**
 * Runs the whole rehearsal until it is told to stop. Throws PosternError with one sentence when a
 * person has to put something right first.
 */
export async function up(options: UpOptions, say: Say): Promise<void> {
  const folder = resolve(options.data)
  const running: Running = { supervisor: null, clockOffsetMs: options.clockOffsetMs ?? 0 }
  const control = await claim(folder, options.firstPort, running)
  try {
    await requireFreePorts(portsFrom(options.firstPort))
    const prepared = preparedForm.parse(await runHelper(prepareWords(folder, options)))
    running.clockOffsetMs = prepared.clockOffsetMs
    await run(folder, options, prepared, running, say)
  } finally {
    control.close()
  }
}

async function run(
  folder: string,
  { firstPort, onion }: UpOptions,
  prepared: Prepared,
  running: Running,
  say: Say,
): Promise<void> {
  const stopping = untilStopped()
  const starting = new Starting()
  const parts = PART_ROLES.map((role) => rehearsalPart(role, folder))
  const supervisor = new Supervisor(parts, join(folder, 'logs'), {
    refusal: (refusal) => stopping.refuse(refusal),
    notice: (part, { code, sentence }) => {
      if (!starting.isPart(code)) say.warn(`${part}: ${sentence}`)
    },
    restart: (part) => say.warn(`${part} ended and is started again.`),
  })
  running.supervisor = supervisor
  const renewal = setInterval(() => void renew(folder, prepared), RENEWAL_MS)
  const ports = portsFrom(firstPort)
  void supervisor
    .start()
    .then(() => doorOpen(frontAddress(ports)))
    .then(() => {
      starting.end()
      sayWelcome(say, { ...prepared, ports, folder, onion })
    })
  const refusal = await stopping.stopped
  clearInterval(renewal)
  if (refusal === null) say.line('Stopping ...')
  await supervisor.stop()
  if (refusal !== null) throw new PosternError('bad-start', `${refusal.part}: ${refusal.sentence}`)
  say.line('Stopped. What was answered is kept; the next start goes on from here.')
}

/** One `up` for a data folder; the same socket answers `postern status`. */
async function claim(folder: string, firstPort: number, running: Running): Promise<Server> {
  const status = (): UpStatus => ({
    pid: process.pid,
    firstPort,
    clockOffsetMs: running.clockOffsetMs,
    processes: running.supervisor?.status() ?? [],
  })
  const control = await openControl(folder, status)
  if (control !== null) return control
  throw new PosternError(
    'already-running',
    `Postern already runs with the data folder ${folder}: use that one, or name another with --data.`,
  )
}

function prepareWords(folder: string, { firstPort, clockOffsetMs, onion }: UpOptions): string[] {
  const clock = clockOffsetMs === null ? [] : ['--clock-offset', `${clockOffsetMs / 1_000}s`]
  const host = onion === null ? [] : ['--onion', onion]
  return ['prepare', '--data', folder, '--port', `${firstPort}`, ...clock, ...host]
}

/** What goes wrong here the publisher says itself when thirty days are left. */
async function renew(folder: string, { clockOffsetMs }: Prepared): Promise<void> {
  const offset = `${clockOffsetMs / 1_000}s`
  await runHelper(['renew', '--data', folder, '--clock-offset', offset]).catch(() => undefined)
}
