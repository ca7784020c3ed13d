/**
 * So many at once, and so many in line behind them: what one server does for people without script
 * takes memory and time, and none of it may be taken from the readers. Null when the line is full.
 */
export class Turns {
  readonly #atOnce: number
  readonly #inLine: number
  readonly #waiting: (() => void)[] = []
  #busy = 0

  constructor(atOnce: number, inLine: number) {
    this.#atOnce = atOnce
    this.#inLine = inLine
  }

  async take<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#busy >= this.#atOnce) {
      if (this.#waiting.length >= this.#inLine) return null
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else this.#busy += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#busy -= 1
      else next()
    }
  }
}
