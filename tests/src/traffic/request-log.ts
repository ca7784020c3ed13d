import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Arrival, LoggedRequest } from './passing.ts'
import type { FromRecorder, Ping, Start } from './recorder-message.ts'
import type { TwinSites } from './twin-sites.ts'

const RECORDER = fileURLToPath(new URL('./recorder.ts', import.meta.url))

/** Every request that passed from terminator to front, as the recorder tells them. */
export class RequestLog {
  readonly #recorder: ChildProcess
  readonly #entries: LoggedRequest[] = []
  readonly #cells: Arrival[] = []
  readonly #awaited = new Set<(cell: Arrival) => void>()
  readonly #pongs = new Map<number, PromiseWithResolvers<void>>()
  readonly #listening = Promise.withResolvers<number>()
  #port = 0
  #pings = 0

  private constructor(recorder: ChildProcess) {
    this.#recorder = recorder
    recorder.on('message', (message: FromRecorder) => this.#hear(message))
    recorder.once('exit', () => {
      const ended = new Error('the recorder ended')
      for (const waiting of [this.#listening, ...this.#pongs.values()]) waiting.reject(ended)
    })
  }

  static async start(front: string, twins: TwinSites): Promise<RequestLog> {
    const recorder = fork(RECORDER, { serialization: 'advanced', execArgv: ['--no-warnings'] })
    const log = new RequestLog(recorder)
    recorder.send({ kind: 'start', front, clients: twins.clients } satisfies Start)
    log.#port = await log.#listening.promise
    return log
  }

  get port(): number {
    return this.#port
  }

  get pid(): number | undefined {
    return this.#recorder.pid
  }

  /** Resolves when all that has passed until now is told. */
  async settled(): Promise<void> {
    this.#pings += 1
    const number = this.#pings
    const pong = Promise.withResolvers<void>()
    this.#pongs.set(number, pong)
    this.#recorder.send({ kind: 'ping', number } satisfies Ping)
    await pong.promise
  }

  /** What one reader asked for, from one moment to another, in the order of arrival. */
  of(lane: string, fromMs: number, toMs: number): LoggedRequest[] {
    const within = ({ lane: whose, at }: LoggedRequest): boolean =>
      whose === lane && at >= fromMs && at < toMs
    return this.#entries.filter(within).toSorted((a, b) => a.at - b.at)
  }

  /** Resolves when the first bytes of a reader's next cell arrive. */
  async cellOf(lane: string): Promise<void> {
    await new Promise<void>((done) => {
      const look = (cell: Arrival): void => {
        if (cell.lane !== lane) return
        this.#awaited.delete(look)
        done()
      }
      this.#awaited.add(look)
    })
  }

  /** How many cells of a reader began to arrive in that time. */
  cells(lane: string, fromMs: number, toMs: number): number {
    return this.#cells.filter((cell) => cell.lane === lane && cell.at >= fromMs && cell.at < toMs)
      .length
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((done) => this.#recorder.once('exit', () => done()))
    this.#recorder.disconnect()
    await ended
  }

  #hear(message: FromRecorder): void {
    switch (message.kind) {
      case 'listening':
        return this.#listening.resolve(message.port)
      case 'request':
        return void this.#entries.push(message.entry)
      case 'cell':
        this.#cells.push(message.cell)
        for (const arrived of this.#awaited) arrived(message.cell)
        return
      case 'pong':
        this.#pongs.get(message.number)?.resolve()
        this.#pongs.delete(message.number)
        return
      default:
        throw new TypeError('the recorder told what it never tells')
    }
  }
}
