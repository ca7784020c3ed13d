/**
 * The sealed bundles of one desk's log that a member has at hand, by position. A member who is read
 * into something old reads them again from here: if he fetched them, the desk server would see it.
 */
export interface LogCache {
  /** How many bundles there are, from position 0. */
  length(): Promise<number>
  append(bundles: readonly Uint8Array[]): Promise<void>
  /** At most `most` bundles from a position on. */
  read(from: number, most: number): Promise<Uint8Array[]>
  /** All of it, and what was noted of it. */
  clear(): Promise<void>
  /** What was noted last, sealed: how far the log was verified here. */
  note(): Promise<Uint8Array | null>
  putNote(note: Uint8Array): Promise<void>
}

export class MemoryLogCache implements LogCache {
  readonly #bundles: Uint8Array[] = []
  #note: Uint8Array | null = null

  async length(): Promise<number> {
    return this.#bundles.length
  }

  async append(bundles: readonly Uint8Array[]): Promise<void> {
    this.#bundles.push(...bundles)
  }

  async read(from: number, most: number): Promise<Uint8Array[]> {
    return this.#bundles.slice(from, from + most)
  }

  async clear(): Promise<void> {
    this.#bundles.length = 0
    this.#note = null
  }

  async note(): Promise<Uint8Array | null> {
    return this.#note
  }

  async putNote(note: Uint8Array): Promise<void> {
    this.#note = note
  }
}

/** For an agent, who is never read into what is old. */
export class NoLogCache implements LogCache {
  async length(): Promise<number> {
    return 0
  }

  async append(): Promise<void> {
    return
  }

  async read(): Promise<Uint8Array[]> {
    return []
  }
  async clear(): Promise<void> {
    return
  }

  async note(): Promise<null> {
    return null
  }

  async putNote(): Promise<void> {
    return
  }
}
