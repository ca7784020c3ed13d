/** What happened when, for a person who reads along, and the count at the end. */
export class Timeline {
  readonly #started = performance.now()
  #passed = 0
  #failed = 0

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

  /** The plain closing line. */
  close(): void {
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
