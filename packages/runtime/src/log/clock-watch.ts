/** Clocks that differ by more are said; the design bears ten minutes (M2). */
const CLOCK_BOUND_MS = 120_000

/**
 * Compares this machine's clock with the time in a numbered document, at the moment when one with
 * a new number comes: an old one that is still held says nothing of clocks.
 */
export class ClockWatch {
  #number = -1
  #isOff = false

  /** As the last new document showed it; false before the first. */
  get isOff(): boolean {
    return this.#isOff
  }

  see(document: { readonly number: number; readonly timeMs: number }, ownMs: number): void {
    if (document.number <= this.#number) return
    this.#number = document.number
    this.#isOff = Math.abs(ownMs - document.timeMs) > CLOCK_BOUND_MS
  }
}
