import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { LogFile } from './log-file.ts'
import type { Part } from './part.ts'

export type State = 'starting' | 'running' | 'waiting' | 'stopping' | 'stopped'

export interface PartStatus {
  readonly name: string
  readonly state: State
  readonly pid: number | null
  readonly restarts: number
}

/** What a process that wants a person ended with. */
export interface Refusal {
  readonly part: string
  readonly sentence: string
}

export interface SupervisedEvents {
  refusal(refusal: Refusal): void
  /** Each time that it serves. */
  ready(): void
  /** It ended by itself, and is started again after a pause. */
  restart(): void
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
/** A process that ran so long has started well: the next pause is short again. */
const STEADY_MS = 30_000
/** Longer than a process gives itself. */
const KILL_AFTER_MS = 12_000
const EXIT_FOR_A_PERSON = 2

/**
 * One process and its restarts. It stands in a group of its own, so that Ctrl-C reaches it in the
 * supervisor's order, and ends by itself when the supervisor is gone.
 */
export class Supervised {
  readonly part: Part
  readonly #log: LogFile
  readonly #on: SupervisedEvents
  #state: State = 'stopped'
  #child: ChildProcess | null = null
  #timer: NodeJS.Timeout | null = null
  #pauseMs: number = FIRST_PAUSE_MS
  #startedMs = 0
  #restarts = 0
  #lastWords = ''

  constructor(part: Part, log: LogFile, on: SupervisedEvents) {
    this.part = part
    this.#log = log
    this.#on = on
  }

  start(): void {
    this.#state = 'starting'
    this.#startedMs = performance.now()
    const child = spawn(process.execPath, this.part.nodeArguments, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
      env: { NODE_NO_WARNINGS: '1' },
    })
    this.#child = child
    this.#read(child)
    child.once('error', () => this.#ended(null))
    child.once('exit', (code) => this.#ended(code))
  }

  /** Resolves when it has ended, by itself or by force. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const child = this.#child
    this.#state = child === null ? 'stopped' : 'stopping'
    if (child === null) return
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const force = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
    child.kill('SIGTERM')
    await ended
    clearTimeout(force)
  }

  status(): PartStatus {
    const pid = this.#child?.pid ?? null
    return { name: this.part.name, state: this.#state, pid, restarts: this.#restarts }
  }

  #read(child: ChildProcess): void {
    if (child.stdout === null || child.stderr === null) throw new TypeError('no pipes')
    createInterface(child.stdout).on('line', (line) => this.#heard(line))
    createInterface(child.stderr).on('line', (line) => {
      if (!this.#log.add(line)) this.#lastWords = line
    })
  }

  #heard(line: string): void {
    if (this.#state !== 'starting' || !line.includes('"ready":true')) return
    this.#state = 'running'
    this.#on.ready()
  }

  #ended(code: number | null): void {
    if (this.#child === null) return
    this.#child = null
    if (this.#state === 'stopping') {
      this.#state = 'stopped'
      return
    }
    if (code === EXIT_FOR_A_PERSON) return this.#refuse()
    this.#restartLater()
  }

  #refuse(): void {
    this.#state = 'stopped'
    const { name } = this.part
    const sentence = this.#lastWords === '' ? 'it ended without saying why' : this.#lastWords
    setImmediate(() => this.#on.refusal({ part: name, sentence }))
  }

  #restartLater(): void {
    const ranMs = performance.now() - this.#startedMs
    if (ranMs > STEADY_MS) this.#pauseMs = FIRST_PAUSE_MS
    this.#state = 'waiting'
    this.#restarts++
    this.#on.restart()
    this.#timer = setTimeout(() => this.start(), this.#pauseMs)
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS)
  }
}
