import type { Env } from '@postern/protocol'
import { isDiskFull } from './files/file-error.ts'
import type { Log } from './log/log.ts'
import { Notices } from './log/notices.ts'

export interface Rhythm {
  intervalMs: number
  /** Shifts every tick; 0 when absent. */
  phaseMs?: number
  /** Where a failed task is counted. */
  log: Log
}

export interface Schedule {
  /** No further tick; resolves when the running one has ended. */
  stop(): Promise<void>
}

/** So that a clock that was set, or an offset that changed, is noticed within this time. */
const LONGEST_SLEEP_MS = 30_000

/**
 * Runs `task` at each multiple of the interval on the Env's clock, never twice at once: ticks
 * that pass while it runs are left out, not queued. An error is counted and the next tick comes;
 * when it was a full disk, the operator is told.
 */
export function schedule(
  env: Pick<Env, 'nowMs'>,
  rhythm: Rhythm,
  task: () => Promise<void>,
): Schedule {
  if (!(rhythm.intervalMs > 0)) throw new TypeError('schedule: intervalMs must be above 0')
  return new ClockSchedule(env, rhythm, task)
}

class ClockSchedule implements Schedule {
  readonly #env: Pick<Env, 'nowMs'>
  readonly #rhythm: Rhythm
  readonly #task: () => Promise<void>
  readonly #notices: Notices
  #lastTick: number
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(env: Pick<Env, 'nowMs'>, rhythm: Rhythm, task: () => Promise<void>) {
    this.#env = env
    this.#rhythm = rhythm
    this.#task = task
    this.#notices = new Notices(rhythm.log)
    this.#lastTick = this.#tickNumber()
    this.#sleep()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#running
  }

  #tickNumber(): number {
    return Math.floor((this.#env.nowMs() - this.#phaseMs()) / this.#rhythm.intervalMs)
  }

  #phaseMs(): number {
    return this.#rhythm.phaseMs ?? 0
  }

  #sleep(): void {
    if (this.#stopped) return
    const nextMs = (this.#tickNumber() + 1) * this.#rhythm.intervalMs + this.#phaseMs()
    const waitMs = Math.max(1, nextMs - this.#env.nowMs())
    this.#timer = setTimeout(() => this.#wake(), Math.min(waitMs, LONGEST_SLEEP_MS))
  }

  /** A timer may fire a little early, and the clock may be set back: only a new number ticks. */
  #wake(): void {
    const tick = this.#tickNumber()
    if (tick === this.#lastTick) return this.#sleep()
    this.#lastTick = tick
    this.#running = this.#run().finally(() => this.#sleep())
  }

  async #run(): Promise<void> {
    try {
      await this.#task()
      this.#notices.set('disk-full', false)
    } catch (error) {
      this.#rhythm.log.failed(error)
      this.#notices.set('disk-full', isDiskFull(error))
    }
    this.#notices.say()
  }
}
