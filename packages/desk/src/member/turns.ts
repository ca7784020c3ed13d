/** A handler's browser does an agent's work only when it lies undone for so many ticks. */
const PATIENCE_TICKS = 4

/** Whose turn it is to do what any member could: each work is begun once here. */
export class Turns {
  readonly #isAgent: boolean
  readonly #waitingSince = new Map<string, number>()
  readonly #begun = new Set<string>()
  #ticks = 0

  constructor(isAgent: boolean) {
    this.#isAgent = isAgent
  }

  /** A tick begins. */
  begin(): void {
    this.#ticks += 1
  }

  /** An agent does at once what is to be done; a handler's browser leaves the agent its time. */
  isDue(work: string): boolean {
    if (this.#begun.has(work)) return false
    const since = this.#waitingSince.get(work) ?? this.#ticks
    this.#waitingSince.set(work, since)
    return this.#isAgent || this.#ticks - since >= PATIENCE_TICKS
  }

  /** True once for each work that is due. */
  isMine(work: string): boolean {
    if (!this.isDue(work)) return false
    this.#begun.add(work)
    this.#waitingSince.delete(work)
    return true
  }
}
