/** What happened when, for a person who reads along, and the count at the end. */
export class Timeline {
  readonly #started = performance.now()
  #passed = 0
  #failed = 0
  #skipped = 0

  get failed(): number {
    return this.#failed
  }

  say(line: string): void {
    const seconds = (performance.now() - this.#started) / 1_000
    process.stdout.write(`${`+${seconds.toFixed(1)} s`.padStart(9)}  ${line}\n`)
  }

  /** One thing that must be so. */
  check(line: string, holds: boolean, detail = ''): void {
    if (holds) this.#passed++
    else this.#failed++
    this.say(`${holds ? 'ok    ' : 'FAILED'} ${line}${holds || detail === '' ? '' : `: ${detail}`}`)
  }

  /** What this machine cannot run, and why: it counts neither as passed nor as failed. */
  skip(reason: string): void {
    this.#skipped++
    this.say(`skipped: ${reason}`)
  }

  /** The plain closing line. */
  close(): void {
    const skipped = this.#skipped === 0 ? '' : `, ${this.#skipped} skipped`
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed${skipped}\n`)
  }
}
