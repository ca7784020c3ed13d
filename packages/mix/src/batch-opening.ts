import { admit, type OpenedItem, type OpeningRules, type ReplaySet } from '@postern/protocol'
import type { MixState } from './mix-state.ts'
import type { Opener } from './opener.ts'

/**
 * The opening of one batch, piece by piece (M3, M4): what came in is let go of as soon as its
 * layer is off. Nothing is written here; the keys of what opened are committed with the batch.
 */
export class BatchOpening {
  readonly #state: MixState
  readonly #opener: Opener
  readonly #rules: OpeningRules
  readonly #seed: Uint8Array | null
  readonly #replaySet = new BatchReplaySet()
  readonly #items: Uint8Array[] = []
  #refused = 0

  /** Without a seed, because the key is erased, nothing opens. */
  constructor(
    parts: { state: MixState; opener: Opener },
    rules: OpeningRules,
    seed: Uint8Array | null,
  ) {
    this.#state = parts.state
    this.#opener = parts.opener
    this.#rules = rules
    this.#seed = seed
  }

  /** Inner items in the order of their cells. */
  get items(): readonly Uint8Array[] {
    return this.#items
  }

  get refused(): number {
    return this.#refused
  }

  /** SHA-256(enc) of everything that opened for the first time. */
  opened(): Uint8Array[] {
    return this.#replaySet.added()
  }

  /** `input` is `count` whole items, one after another; it is moved away. */
  async add(input: Uint8Array, count: number): Promise<void> {
    if (this.#seed === null || count === 0) {
      this.#refused += count
      return
    }
    const opened = await this.#opener.open(this.#rules, this.#seed, input)
    await this.#markSeen(opened)
    const { items, refused } = admit(this.#replaySet, opened)
    for (const item of items) this.#items.push(item)
    this.#refused += refused
  }

  async #markSeen(opened: readonly (OpenedItem | null)[]): Promise<void> {
    const keys = opened.flatMap((item) => (item === null ? [] : [item.replayKey]))
    const seen = await this.#state.seen(this.#rules.epoch, keys)
    for (const [at, key] of keys.entries()) if (seen[at] === true) this.#replaySet.mark(key)
  }
}

/** What the state has seen, as far as this batch asks, and what this batch adds. */
class BatchReplaySet implements ReplaySet {
  readonly #seen = new Set<string>()
  readonly #added = new Map<string, Uint8Array>()

  mark(key: Uint8Array): void {
    this.#seen.add(nameOf(key))
  }

  addIfNew(key: Uint8Array): boolean {
    const name = nameOf(key)
    if (this.#seen.has(name) || this.#added.has(name)) return false
    this.#added.set(name, key.slice())
    return true
  }

  added(): Uint8Array[] {
    return [...this.#added.values()]
  }
}

/** One byte a character: half the memory of hex. */
function nameOf(key: Uint8Array): string {
  return String.fromCharCode(...key)
}
