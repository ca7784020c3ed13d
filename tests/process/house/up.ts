import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { PartRole } from '@postern/cli'
import { fromHex } from '@postern/protocol'
import { fieldsOf } from './house.ts'
import type { Place } from './place.ts'
import { until } from './until.ts'

const CLI: string = resolve(import.meta.dirname, '../../../packages/cli/src/main.ts')
const READY_MS = 90_000

/** What a command came to. */
export interface Ended {
  readonly code: number | null
  readonly err: string
}

interface Status {
  readonly state: string
  readonly pid: number
  readonly restarts: number
}

/** `postern up` as a person runs it, with its own supervisor. */
export class Up implements Place {
  readonly folder: string
  readonly front: string
  readonly desk: string
  readonly root: Uint8Array
  readonly #child: ChildProcess

  private constructor(folder: string, port: number, root: Uint8Array, child: ChildProcess) {
    this.folder = folder
    this.front = `http://127.0.0.1:${port}`
    this.desk = `http://127.0.0.1:${port + 10}`
    this.root = root
    this.#child = child
  }

  static async start(folder: string, port: number): Promise<Up> {
    const child = spawn(process.execPath, upWords(folder, port), { stdio: 'pipe' })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => (said += part.toString()))
    const isReady = (): boolean => {
      if (child.exitCode !== null) throw new Error(`postern up ended: ${said}`)
      return said.includes('"event":"ready"')
    }
    await until('postern up is ready', isReady, READY_MS)
    const mark = fieldsOf(JSON.parse(await readFile(join(folder, 'rehearsal.json'), 'utf8')))
    return new Up(folder, port, fromHex(String(mark['root'])), child)
  }

  /** SIGKILL; resolves when the supervisor has it running again. */
  async kill(role: PartRole): Promise<void> {
    const before = await this.status(role)
    process.kill(before.pid, 'SIGKILL')
    await until(`${role} runs again`, async () => {
      const { state, restarts } = await this.status(role)
      return state === 'running' && restarts > before.restarts
    })
  }

  /** SIGKILL to the supervisor itself; resolves when everything that it ran has ended, too. */
  async killSupervisor(roles: readonly PartRole[]): Promise<void> {
    const parts = await Promise.all(roles.map(async (role) => await this.status(role)))
    const ended = once(this.#child, 'close')
    this.#child.kill('SIGKILL')
    await ended
    const isGone = ({ pid }: Status): boolean => !isAlive(pid)
    await until('what it ran has ended', () => parts.every(isGone))
  }

  /** Ctrl-C; the exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'close')
      this.#child.kill('SIGINT')
      await ended
    }
    return this.#child.exitCode
  }

  async status(role: PartRole): Promise<Status> {
    const words = [CLI, 'status', '--json', '--data', this.folder]
    const { stdout } = await promisify(execFile)(process.execPath, words)
    const { processes } = fieldsOf(JSON.parse(stdout))
    const all = Array.isArray(processes) ? processes.map((one) => fieldsOf(one)) : []
    const { state, pid, restarts } = fieldsOf(all.find(({ name }) => name === role))
    return { state: String(state), pid: Number(pid), restarts: Number(restarts) }
  }
}

/** Runs `postern up` to an end that it comes to by itself, under `before` (setpriv). */
export async function upRefuses(
  folder: string,
  port: number,
  before: readonly string[] = [],
): Promise<Ended> {
  const [command = process.execPath, ...words] = [
    ...before,
    process.execPath,
    ...upWords(folder, port),
  ]
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const parts: Buffer[] = []
  child.stderr.on('data', (part: Buffer) => parts.push(part))
  await once(child, 'close')
  return { code: child.exitCode, err: Buffer.concat(parts).toString() }
}

function upWords(folder: string, port: number): string[] {
  return [CLI, 'up', '--json', '--data', folder, '--port', `${port}`]
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
