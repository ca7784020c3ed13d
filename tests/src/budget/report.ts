/** Figures beside their bounds, and the count at the end. */
export class Report {
  #passed = 0
  #failed = 0

  get failed(): number {
    return this.#failed
  }

  /** One figure that must not be larger than its bound. */
  atMost(what: string, figure: number, bound: number, unit: string): void {
    const [is, most] = [figure, bound].map((n) => (Number.isInteger(n) ? String(n) : n.toFixed(1)))
    this.check(`${what}: ${is} of ${most} ${unit}`.trimEnd(), figure <= bound)
  }

  /** Bytes against a bound in KiB. */
  kib(what: string, bytes: number, boundKib: number): void {
    const line = `${what}: ${(bytes / 1_024).toFixed(1)} of ${boundKib} KiB`
    this.check(line, bytes <= boundKib * 1_024)
  }

  check(line: string, holds: boolean, detail = ''): void {
    if (holds) this.#passed++
    else this.#failed++
    const more = holds || detail === '' ? '' : ` (${detail})`
    process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${line}${more}\n`)
  }

  /** The plain closing line. */
  close(): void {
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`)
  }
}
