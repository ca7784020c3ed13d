/** Acts that are done a moment later, so that they can be taken back before anybody else sees them. */
export class HeldBack {
  readonly #waitMs: number
  readonly #changed: () => void
  #waiting: { readonly label: string; readonly timer: number; readonly run: () => void } | null =
    null

  constructor(waitMs: number, changed: () => void) {
    this.#waitMs = waitMs
    this.#changed = changed
  }

  /** What waits, in words; null when nothing does. */
  get label(): string | null {
    return this.#waiting?.label ?? null
  }

  /** What waited before is done at once. */
  hold(label: string, run: () => void): void {
    this.finish()
    const timer = window.setTimeout(() => this.finish(), this.#waitMs)
    this.#waiting = { label, timer, run }
    this.#changed()
  }

  undo(): void {
    if (this.#waiting === null) return
    window.clearTimeout(this.#waiting.timer)
    this.#waiting = null
    this.#changed()
  }

  finish(): void {
    const waiting = this.#waiting
    if (waiting === null) return
    window.clearTimeout(waiting.timer)
    this.#waiting = null
    waiting.run()
    this.#changed()
  }
}
