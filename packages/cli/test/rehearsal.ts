import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { CLONE } from '../src/part.ts'

const MAIN = join(CLONE, 'packages/cli/src/main.ts')

/** What one run of the command line came to. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs `postern <words>` to its end. */
export async function postern(...words: string[]): Promise<Ended> {
  return await new Rehearsal(words).ended()
}

/** A `postern` that runs, and what it has said. */
export class Rehearsal {
  readonly child: ChildProcess
  out = ''
  err = ''

  constructor(words: readonly string[]) {
    const env = { ...process.env, NODE_NO_WARNINGS: '1' }
    this.child = spawn(process.execPath, [MAIN, ...words], { env, cwd: CLONE })
    this.child.stdout?.on('data', (text: Buffer) => (this.out += text.toString()))
    this.child.stderr?.on('data', (text: Buffer) => (this.err += text.toString()))
  }

  /** Resolves when everything serves; throws with its words when it ends before. */
  async ready(): Promise<void> {
    await until(() => {
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.err}`)
      return Promise.resolve(this.out.includes('Ctrl-C stops') || this.out.includes('"ready"'))
    })
  }

  async ended(): Promise<Ended> {
    if (this.child.exitCode === null) await once(this.child, 'close')
    return { code: this.child.exitCode, out: this.out, err: this.err }
  }

  async interrupt(): Promise<Ended> {
    this.child.kill('SIGINT')
    return await this.ended()
  }
}

const PATIENCE_MS = 90_000

export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 200) {
    if (await holds()) return
    await sleep(200)
  }
  throw new Error('it took too long')
}
