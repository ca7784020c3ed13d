import { type Env, toHex } from '@postern/protocol'

const LIFE_MS = 30 * 60_000
const MOST = 50
const ID_BYTES = 16

interface Kept {
  readonly page: Uint8Array
  readonly untilMs: number
}

/**
 * Pages of stories that are not out, in memory, under names that nobody guesses, for half an hour. A
 * browser's own tab opens them, which sends no session.
 */
export class Previews {
  readonly #env: Env
  readonly #kept = new Map<string, Kept>()

  constructor(env: Env) {
    this.#env = env
  }

  /** Its name, 32 hex digits. The oldest goes when there are too many. */
  keep(page: Uint8Array): string {
    const name = toHex(this.#env.random(ID_BYTES))
    this.#forget()
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= MOST && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(name, { page, untilMs: this.#env.nowMs() + LIFE_MS })
    return name
  }

  /** Null for what is no preview any more. */
  page(name: string): Uint8Array | null {
    this.#forget()
    return this.#kept.get(name)?.page ?? null
  }

  /** Takes what is over out of memory. */
  #forget(): void {
    const nowMs = this.#env.nowMs()
    for (const [name, { untilMs }] of this.#kept) if (untilMs < nowMs) this.#kept.delete(name)
  }
}
