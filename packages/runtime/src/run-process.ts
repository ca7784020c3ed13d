import { writeSync } from 'node:fs'
import { PosternError } from '@postern/protocol'
import { hasCode, isDiskFull } from './files/file-error.ts'
import { sentenceOf } from './config/sentence-of.ts'
import { FATAL, type FatalCode, type Role } from './log/log-event.ts'
import { createLog, fatal, type Log } from './log/log.ts'
import { schedule } from './schedule.ts'
import { shutdown } from './shutdown.ts'

/** A process that serves. */
export interface Running {
  column: 'standard' | 'rehearsal'
  /** Stops listeners and schedules in order, then closes the stores. */
  stop(): Promise<void>
}

/** Exit codes: what a supervisor may conclude. 2 wants a person, 1 a restart. */
export const EXIT = { stopped: 0, fatal: 1, badConfig: 2 } as const

const FLUSH_MS = 60_000
const FOR_A_PERSON: readonly FatalCode[] = [
  'bad-config',
  'bad-usage',
  'database-newer',
  'log-damaged',
  'port-taken',
  'secret-exposed',
  'batch-lost',
]

/**
 * The life of a shell's `main.ts <data-dir>`: starts it, prints the one line `ready` on fd 1,
 * flushes the log every minute, stops on SIGTERM, SIGINT or when its supervisor is gone. An error
 * nobody caught ends the process with a coded line; its words are never written, nor are those of
 * Node's warnings.
 */
export function runProcess(
  role: Role,
  start: (folder: string, log: Log) => Promise<Running>,
): void {
  const log = createLog(role)
  process.removeAllListeners('warning')
  process.on('uncaughtException', (error) => endProcess(log, error))
  process.on('unhandledRejection', (error) => endProcess(log, error))
  const folder = process.argv[2]
  if (folder === undefined) return endProcess(log, new PosternError('bad-usage', USAGE))
  start(folder, log).then(
    (running) => serve(role, running, log),
    (error: unknown) => endProcess(log, ofThisFolder(folder, error)),
  )
}

const USAGE = 'say which data folder to use: main.ts <data folder>'

const NO_RIGHTS = ['EACCES', 'EPERM', 'EROFS'] as const

/** What the system refuses at the start is for a person to put right, not for a restart. */
function ofThisFolder(folder: string, error: unknown): unknown {
  if (!NO_RIGHTS.some((code) => hasCode(error, code))) return error
  const sentence = `the data folder ${folder} cannot be read and written by this user`
  return new PosternError('bad-config', sentence)
}

/** Ends the process now, with 2 and a sentence when a person must act, else with 1. */
export function endProcess(log: Log, error: unknown): void {
  const code = fatalCode(error)
  log.say(fatal(code, error))
  const forPerson = FOR_A_PERSON.includes(code)
  if (forPerson && error instanceof PosternError) writeSync(2, `${sentenceOf(error)}\n`)
  process.exit(forPerson ? EXIT.badConfig : EXIT.fatal)
}

function serve(role: Role, running: Running, log: Log): void {
  const flushing = schedule({ nowMs: Date.now }, { intervalMs: FLUSH_MS, log }, async () =>
    log.flush(),
  )
  shutdown(async () => {
    await flushing.stop()
    await running.stop()
    log.flush()
    log.say({ event: 'stopped' })
  })
  log.say({ event: 'started', column: running.column })
  writeSync(1, `${JSON.stringify({ ready: true, role })}\n`)
}

function fatalCode(error: unknown): FatalCode {
  if (isDiskFull(error)) return 'disk-full'
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return FATAL.find((one) => one === code) ?? 'unexpected'
}
