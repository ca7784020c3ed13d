import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { CLONE } from './part.ts'

/** The command line itself, run as a child: what it says to people goes to this terminal. */
const MAIN = join(CLONE, 'packages/cli/src/main.ts')

/** A helper that ended badly has said why, on this terminal; only its exit code is left. */
export class HelperFailed extends Error {
  readonly exitCode: number

  constructor(exitCode: number) {
    super('helper failed')
    this.exitCode = exitCode
  }
}

/** Runs `postern <words>` to its end and reads the one JSON value that it prints. */
export async function runHelper(words: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  const ended = once(child, 'exit')
  const value: unknown = await json(child.stdout).catch(() => null)
  const [code] = await ended
  if (code !== 0) throw new HelperFailed(typeof code === 'number' ? code : 1)
  return value
}
