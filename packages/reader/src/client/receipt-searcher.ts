import { decodeDrop, hasReceipt, publishedReceipts, type Suite } from '@postern/protocol'
import type { ReceiptSearch } from './press.ts'

/** Some three milliseconds' worth. */
const REPEATS_AT_ONCE = 512
const HELD_MS = 50

/** Looks for receipts, which takes seconds, piece by piece; and rests while it is held. (R6, V6) */
export class ReceiptSearcher {
  readonly #suite: Suite
  #isHeld = false

  constructor(suite: Suite) {
    this.#suite = suite
  }

  hold(): void {
    this.#isHeld = true
  }

  release(): void {
    this.#isHeld = false
  }

  /** Which of the numbers have a receipt in the drop. */
  async search({ seed, drop, numbers, repeats }: ReceiptSearch): Promise<number[]> {
    const published = publishedReceipts(decodeDrop(drop).receipts)
    const found: number[] = []
    for (const n of numbers)
      for (let at = 0; at < repeats.length; at += REPEATS_AT_ONCE) {
        await this.#turn()
        const some = repeats.slice(at, at + REPEATS_AT_ONCE)
        if (!hasReceipt(this.#suite, seed, published, n, some)) continue
        found.push(n)
        break
      }
    return found
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#isHeld ? HELD_MS : 0))
    if (this.#isHeld) await this.#turn()
  }
}
