import { pause } from './pause.ts'

/** In rehearsal a drop and a batch are new as often as this. */
const INTERVAL_MS = 5_000
/** So long after one began, `/now` has settled. */
const PHASE_MS = 1_700

/** Two people who begin each page view together, at one moment of the interval. */
export class Pace {
  #people = 2
  #waiting: (() => void)[] = []

  /** Resolves when the other one is ready as well, and the moment has come. */
  async ready(): Promise<void> {
    const began = new Promise<void>((begin) => this.#waiting.push(begin))
    this.#lookRound()
    await began
  }

  /** One who is through is not waited for. */
  leave(): void {
    this.#people -= 1
    this.#lookRound()
  }

  #lookRound(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#people) return
    const begin = this.#waiting
    this.#waiting = []
    void atPhase().then(() => begin.forEach((one) => one()))
  }
}

async function atPhase(): Promise<void> {
  await pause((PHASE_MS - (Date.now() % INTERVAL_MS) + INTERVAL_MS) % INTERVAL_MS)
}
