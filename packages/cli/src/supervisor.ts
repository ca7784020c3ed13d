import { join } from 'node:path'
import { LogFile, type Notice } from './log-file.ts'
import type { Part, PartRole } from './part.ts'
import { type PartStatus, type Refusal, Supervised } from './supervised.ts'

/**
 * Stops from the outside inwards, so that everything that was answered can still flow on: first
 * nothing new comes in (front), then each stage after the one that feeds it (mix 1, mix 2, the
 * desk agent, desk server), and the publisher last, whom all the others ask.
 */
const STOP_ORDER: readonly PartRole[] = ['front', 'mix-1', 'mix-2', 'agent', 'desk', 'publisher']

export interface SupervisorEvents {
  /** A process wants a person; nothing restarts it. */
  refusal(refusal: Refusal): void
  notice(part: string, notice: Notice): void
  /** A process ended by itself and will be started again. */
  restart(part: string): void
}

/** Runs the parts as separate processes and keeps them running. */
export class Supervisor {
  readonly #parts: Supervised[]
  readonly #logs: LogFile[]
  #readyCount = 0
  #allReady: (() => void) | null = null

  constructor(parts: readonly Part[], logFolder: string, on: SupervisorEvents) {
    this.#logs = parts.map(
      ({ name }) =>
        new LogFile(join(logFolder, `${name}.log`), (notice) => on.notice(name, notice)),
    )
    this.#parts = parts.map((part, at) => {
      const log = this.#logs[at]
      if (log === undefined) throw new TypeError('a part without a log')
      return new Supervised(part, log, {
        refusal: (refusal) => on.refusal(refusal),
        ready: () => this.#countReady(),
        restart: () => on.restart(part.name),
      })
    })
  }

  /** Starts all at once; resolves when each has said that it serves. */
  async start(): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      this.#allReady = resolve
    })
    for (const part of this.#parts) part.start()
    await ready
  }

  async stop(): Promise<void> {
    for (const role of STOP_ORDER) {
      await this.#parts.find(({ part }) => part.name === role)?.stop()
    }
    for (const log of this.#logs) log.close()
  }

  status(): PartStatus[] {
    return this.#parts.map((part) => part.status())
  }

  #countReady(): void {
    this.#readyCount++
    if (this.#readyCount >= this.#parts.length) this.#allReady?.()
  }
}
