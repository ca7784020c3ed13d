import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { until } from './until.ts'

const CLI = resolve(dirname(fileURLToPath(import.meta.url)), '../../../packages/cli/src/main.ts')
const START_MS = 120_000
const PORTS = 6

/** What `postern up` printed: where to go, and the demonstration handler's way in. */
export interface Welcome {
  readonly readers: string
  readonly handlers: string
  readonly name: string
  readonly passphrase: string
}

interface ProcessStatus {
  readonly name: string
  readonly state: string
  readonly pid: number | null
  readonly restarts: number
}

/** The real system: `postern up` in a folder of its own. */
export class System {
  readonly #folder: string
  readonly #child: ChildProcess
  readonly welcome: Welcome

  private constructor(folder: string, child: ChildProcess, welcome: Welcome) {
    this.#folder = folder
    this.#child = child
    this.welcome = welcome
  }

  /** `more` is said to `postern up` as it is; the ports are free ones unless the first is told. */
  static async start(more: readonly string[] = [], firstPort?: number): Promise<System> {
    const folder = await mkdtemp(join(tmpdir(), 'postern-journey-'))
    const port = String(firstPort ?? (await freePorts()))
    const words = [CLI, 'up', '--data', join(folder, 'data'), '--port', port, ...more]
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    const welcome = await readWelcome(child).catch((error: unknown) => {
      child.kill('SIGKILL')
      throw error
    })
    return new System(folder, child, welcome)
  }

  /** The data folder, which the processes write. */
  get data(): string {
    return join(this.#folder, 'data')
  }

  async processes(): Promise<ProcessStatus[]> {
    const words = [CLI, 'status', '--json', '--data', this.data]
    const { stdout } = await promisify(execFile)(process.execPath, words)
    const status: { processes: ProcessStatus[] } = JSON.parse(stdout)
    return status.processes
  }

  /** SIGKILL, then waits until the supervisor has it running again. */
  async kill(name: string): Promise<void> {
    const before = await this.#process(name)
    if (before.pid === null) throw new Error(`${name} does not run`)
    process.kill(before.pid, 'SIGKILL')
    await until(`${name} runs again`, START_MS, async () => {
      const { state, restarts } = await this.#process(name)
      return state === 'running' && restarts > before.restarts
    })
  }

  /** Ctrl-C: everything stops in order; resolves to the exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((done) => this.#child.once('exit', done))
    this.#child.kill('SIGINT')
    const code = await ended
    await rm(this.#folder, { recursive: true, force: true })
    return code
  }

  async #process(name: string): Promise<ProcessStatus> {
    const found = (await this.processes()).find((one) => one.name === name)
    if (found === undefined) throw new Error(`there is no process ${name}`)
    return found
  }
}

async function readWelcome(child: ChildProcess): Promise<Welcome> {
  let said = ''
  const listen = (chunk: Buffer): void => {
    said += chunk.toString()
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  await until('the system runs', START_MS, async () => {
    if (child.exitCode !== null) throw new Error(`postern up ended:\n${said}`)
    return said.includes('Ctrl-C')
  })
  const fact = (label: string): string => {
    const value = new RegExp(`^ *${label} +(.+)$`, 'm').exec(said)?.[1]
    if (value === undefined) throw new Error(`postern up did not say its ${label}:\n${said}`)
    return value.trim()
  }
  return {
    readers: fact('Readers'),
    handlers: fact('Handlers'),
    name: fact('Name'),
    passphrase: fact('Passphrase'),
  }
}

/** The first of a run of ports that nobody listens on now. */
async function freePorts(): Promise<number> {
  for (let first = 21_000; first < 30_000; first += 100) {
    const ports = Array.from({ length: PORTS }, (_, at) => first + at)
    const handlers = Array.from({ length: PORTS }, (_, at) => first + 10 + at)
    const free = await Promise.all([...ports, ...handlers].map(isFree))
    if (free.every(Boolean)) return first
  }
  throw new Error('no free ports on this machine')
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
