import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs a system command by its words; Error with what it said when it fails. */
export async function run(command: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, words)
  return stdout
}

/** A program that goes on until it is told to stop. */
export class Daemon {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #said = ''

  constructor(command: string, words: readonly string[]) {
    this.#child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#ended = new Promise((done) => this.#child.once('close', () => done()))
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#said += chunk.toString()))
  }

  /** Resolves once it has said so; Error when it ended before. */
  async says(words: string): Promise<void> {
    while (!this.#said.includes(words)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.#said}`)
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  /** Resolves to all that it said. */
  async stop(): Promise<string> {
    this.#child.kill('SIGTERM')
    await this.#ended
    return this.#said
  }
}
