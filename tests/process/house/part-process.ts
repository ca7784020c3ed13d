import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { type PartRole, rehearsalPart } from '@postern/cli'
import { until } from './until.ts'

const READY_MS = 30_000

/**
 * One process of the system, started as `postern up` starts it, but with every word that it says
 * kept: also what a supervisor throws away. Nothing in its environment silences Node.
 */
export class PartProcess {
  readonly role: PartRole
  readonly #data: string
  /** Lines of every start, oldest first. */
  readonly stderr: string[] = []
  readonly stdout: string[] = []
  #child: ChildProcess | null = null
  #exitCode: number | null = null

  constructor(role: PartRole, data: string) {
    this.role = role
    this.#data = data
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Resolves when it serves; rejects with its last words when it ends instead. */
  async start(): Promise<void> {
    const { nodeArguments } = rehearsalPart(this.role, this.#data)
    const child = spawn(process.execPath, nodeArguments, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {},
    })
    this.#child = child
    this.#listen(child)
    const before = this.stdout.length
    await until(`${this.role} is ready`, () => this.#isReady(child, before), READY_MS)
  }

  /** The exit code, or null after a signal; at once when it does not run. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#child
    if (child === null) return this.#exitCode
    const closed = once(child, 'close')
    child.kill(signal)
    await closed
    return this.#exitCode
  }

  /** Its last line, which is a sentence for a person when it ended with 2. */
  get lastWords(): string {
    return this.stderr.at(-1) ?? ''
  }

  /** Codes of all that it said to its operator. */
  notices(): string[] {
    return this.stderr.flatMap((line) => /"code":"([a-z-]+)","sentence"/.exec(line)?.[1] ?? [])
  }

  /** The sum of what it counted, over all its starts; complete once it was stopped in order. */
  counted(event: string): number {
    const counts = new RegExp(`"event":"counts".*"${event}":(\\d+)`)
    return this.stderr.reduce((sum, line) => sum + Number(counts.exec(line)?.[1] ?? 0), 0)
  }

  #isReady(child: ChildProcess, before: number): boolean {
    if (this.stdout.length > before) return true
    if (child.exitCode === null && child.signalCode === null) return false
    throw new Error(`${this.role} ended: ${this.lastWords}`)
  }

  #listen(child: ChildProcess): void {
    if (child.stdout === null || child.stderr === null) throw new TypeError('no pipes')
    createInterface(child.stdout).on('line', (line) => this.stdout.push(line))
    createInterface(child.stderr).on('line', (line) => this.stderr.push(line))
    child.once('close', (code: number | null) => {
      this.#exitCode = code
      if (this.#child === child) this.#child = null
    })
  }
}
