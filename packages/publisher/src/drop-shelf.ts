import {
  closedDay,
  DAY_FILE_BYTES,
  dayFile,
  type Env,
  intervalsDue,
  nextDrop,
  type Parameters,
  RECENT_DROP_BYTES,
  toHex,
} from '@postern/protocol'
import type { BlobStore, Log } from '@postern/runtime'

/** A drop or a day file as it is served; the hash is SHA-256 of the bytes. */
export interface Shelved {
  readonly number: number
  readonly hash: Uint8Array
  readonly bytes: Uint8Array
}

/** What stays fetchable for a reader who holds a `/now` of some intervals ago. */
const DROPS_KEPT = 3

/**
 * The recent drops and the closed days (R3, R4). Each lies on disk under its number and hash, so
 * that damage shows when it is loaded; nothing is shelved in memory before it is on disk, and only
 * what is shelved is served.
 */
export class DropShelf {
  readonly #env: Env
  readonly #store: BlobStore
  readonly #log: Log
  readonly #parameters: Parameters
  #drops: Shelved[] = []
  #days: Shelved[] = []

  constructor(parts: { env: Env; store: BlobStore; log: Log; parameters: Parameters }) {
    this.#env = parts.env
    this.#store = parts.store
    this.#log = parts.log
    this.#parameters = parts.parameters
  }

  latest(): Shelved | null {
    return this.#drops.at(-1) ?? null
  }

  drop(number: number): Shelved | null {
    return this.#drops.find((drop) => drop.number === number) ?? null
  }

  days(): readonly Shelved[] {
    return this.#days
  }

  day(number: number): Shelved | null {
    return this.#days.find((day) => day.number === number) ?? null
  }

  /** Loads what is on disk; a damaged file is replaced by random bytes and counted. */
  async restore(): Promise<void> {
    this.#drops = await this.#load('drop', RECENT_DROP_BYTES, DROPS_KEPT)
    this.#days = await this.#load('day', DAY_FILE_BYTES, this.#parameters.dayFiles)
    const last = this.latest()
    if (last !== null) await this.#closeDayOf(last.number, last.bytes)
  }

  /** True when an interval has begun that has no drop yet. */
  isDue(): boolean {
    return this.#due().length > 0
  }

  /**
   * Fills every interval that has no drop yet with exactly the set number of slots and receipts;
   * what `trayOf` has not is random. After a pause no more than the day files need, and days that
   * closed meanwhile become files. On disk first, then served. (R3, R4)
   */
  async advance(trayOf: (interval: number) => Uint8Array | null): Promise<void> {
    let bytes = this.latest()?.bytes ?? null
    const due = this.#due()
    for (const interval of due.slice(0, -1)) {
      bytes = nextDrop(this.#env, this.#parameters, bytes, trayOf(interval))
      await this.#closeDayOf(interval, bytes)
    }
    const number = due.at(-1)
    if (number === undefined) return
    bytes = nextDrop(this.#env, this.#parameters, bytes, trayOf(number))
    this.#drops = await this.#shelve('drop', this.#drops, DROPS_KEPT, { number, bytes })
    this.#log.count('drop-made')
    await this.#closeDayOf(number, bytes)
  }

  #due(): number[] {
    return intervalsDue(this.#parameters, this.latest()?.number ?? null, this.#env.nowMs())
  }

  /** The first file of a day stays: it is immutable, also when a crash came before its `/now`. */
  async #closeDayOf(interval: number, drop: Uint8Array): Promise<void> {
    const number = closedDay(this.#parameters, interval)
    if (number === null || this.day(number) !== null) return
    const item = { number, bytes: dayFile(drop) }
    this.#days = await this.#shelve('day', this.#days, this.#parameters.dayFiles, item)
    this.#log.count('day-closed')
  }

  async #shelve(
    kind: 'drop' | 'day',
    shelf: readonly Shelved[],
    kept: number,
    item: { number: number; bytes: Uint8Array },
  ): Promise<Shelved[]> {
    const hash = this.#env.suite.sha256(item.bytes)
    await this.#store.put(nameOf(kind, item.number, hash), item.bytes)
    const grown = [...shelf, { ...item, hash }]
    for (const old of grown.slice(0, -kept))
      await this.#store.remove(nameOf(kind, old.number, old.hash))
    return grown.slice(-kept)
  }

  async #load(kind: 'drop' | 'day', length: number, kept: number): Promise<Shelved[]> {
    let shelf: Shelved[] = []
    for (const name of inOrder(await this.#store.list(`${kind}/`))) {
      const number = numberOf(name)
      const bytes = await this.#store.get(name)
      if (shelf.at(-1)?.number === number) await this.#store.remove(name)
      else if (bytes !== null && name === nameOf(kind, number, this.#env.suite.sha256(bytes)))
        shelf.push({ number, hash: this.#env.suite.sha256(bytes), bytes })
      else shelf = await this.#rebuild(kind, shelf, kept, { name, number, length })
    }
    return shelf.slice(-kept)
  }

  async #rebuild(
    kind: 'drop' | 'day',
    shelf: readonly Shelved[],
    kept: number,
    damaged: { name: string; number: number; length: number },
  ): Promise<Shelved[]> {
    this.#log.count('file-damaged')
    const { number, length } = damaged
    const rebuilt = { number, bytes: this.#env.random(length) }
    const grown = await this.#shelve(kind, shelf, kept, rebuilt)
    await this.#store.remove(damaged.name)
    return grown
  }
}

const nameOf = (kind: 'drop' | 'day', number: number, hash: Uint8Array): string =>
  `${kind}/${number}-${toHex(hash)}`

const numberOf = (name: string): number => Number(/\/(\d+)-/.exec(name)?.[1] ?? Number.NaN)

const inOrder = (names: readonly string[]): string[] =>
  names
    .filter((name) => Number.isSafeInteger(numberOf(name)))
    .toSorted((a, b) => numberOf(a) - numberOf(b))
