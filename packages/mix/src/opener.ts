import {
  type KemKey,
  MIX_INPUT_BYTES,
  type OpenedItem,
  openItem,
  type OpeningRules,
  type Suite,
} from '@postern/protocol'

/** Opens one layer of many items; what fails is null, in its place (M3). */
export interface Opener {
  /**
   * `input` is whole items, one after another; it is the opener's from now on and may be moved to
   * a thread. `seed` is the epoch key's, 32 bytes.
   */
  open(rules: OpeningRules, seed: Uint8Array, input: Uint8Array): Promise<(OpenedItem | null)[]>
  close(): Promise<void>
}

/** Opens in this thread: for tests, the simulator, and a machine with one core. */
export class InlineOpener implements Opener {
  readonly #suite: Suite

  constructor(suite: Suite) {
    this.#suite = suite
  }

  async open(
    rules: OpeningRules,
    seed: Uint8Array,
    input: Uint8Array,
  ): Promise<(OpenedItem | null)[]> {
    return openAll(this.#suite, this.#suite.kemKey(seed), rules, input)
  }

  async close(): Promise<void> {
    return
  }
}

/** The pure work of an opener, the same in every thread. */
export function openAll(
  suite: Suite,
  key: KemKey,
  rules: OpeningRules,
  input: Uint8Array,
): (OpenedItem | null)[] {
  return itemsOf(rules, input).map((item) => openItem(suite, key, rules, item))
}

function itemsOf(rules: OpeningRules, input: Uint8Array): Uint8Array[] {
  const itemBytes = MIX_INPUT_BYTES[rules.role]
  const count = Math.ceil(input.length / itemBytes)
  return Array.from({ length: count }, (_, at) =>
    input.subarray(at * itemBytes, (at + 1) * itemBytes),
  )
}
