/** Requests of a view leave on whole multiples of this from the page's arrival. */
const STEP_MS = 50

/**
 * The beat of one page view, counted from the moment at which its page came. What takes some
 * longer than others, a thread to draw or a vault to open, is over before the next beat, so that the
 * line shows the beat and not the work. (V2, V6)
 */
export class Beat {
  readonly #nowMs: () => number
  readonly #readyMs: number

  /** Both on one clock that is never set. */
  constructor(readyMs: number, nowMs: () => number) {
    this.#readyMs = readyMs
    this.#nowMs = nowMs
  }

  /** Resolves so long after the page was ready; at the next beat when that is over. */
  async at(afterMs: number): Promise<void> {
    const goneMs = this.#nowMs() - this.#readyMs
    const nextMs = Math.max(afterMs, Math.ceil(goneMs / STEP_MS) * STEP_MS)
    await new Promise((resolve) => setTimeout(resolve, nextMs - goneMs))
  }
}
