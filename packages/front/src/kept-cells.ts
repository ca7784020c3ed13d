import { DAYS_COUNTED, dayOf, fromUtf8, type KeptOfDay, utf8 } from '@postern/protocol'
import { type BlobStore, isDiskFull } from '@postern/runtime'
import { z } from 'zod'
import type { IntakeLog } from './intake-log.ts'

/** Number of cells by epoch. */
type Lengths = Readonly<Record<string, number>>

/** All that is written: nothing finer than a day. */
interface Held {
  /** That are over. */
  readonly days: readonly KeptOfDay[]
  /** The day that is not over, and how many cells there were when it began. */
  readonly begun: { readonly day: number; readonly cells: number } | null
  /** Epochs whose logs were dropped since. */
  readonly gone: Lengths
}

const count = z.int().min(0)
const form: z.ZodType<Held> = z.object({
  days: z.array(z.object({ day: count, kept: count })),
  begun: z.object({ day: count, cells: count }).nullable(),
  gone: z.record(z.string(), count),
})
const NOTHING: Held = { days: [], begun: null, gone: {} }

/**
 * How many cells were kept in each day (M10). The intake log knows how many there ever were in an
 * epoch, so it is enough to look at each day's beginning: no crash loses a count, and nothing finer
 * than a day is written (F3).
 */
export class KeptCells {
  readonly #store: BlobStore
  readonly #log: IntakeLog
  #number: number
  #held: Held

  private constructor(store: BlobStore, log: IntakeLog, number: number, held: Held) {
    this.#store = store
    this.#log = log
    this.#number = number
    this.#held = held
  }

  static async open(store: BlobStore, log: IntakeLog): Promise<KeptCells> {
    const numbers = (await store.list('')).map(Number).toSorted((a, b) => a - b)
    const newest = numbers.at(-1) ?? 0
    for (const older of numbers.slice(0, -1)) await store.remove(String(older))
    const bytes = await store.get(String(newest))
    return new KeptCells(store, log, newest, bytes === null ? NOTHING : read(bytes))
  }

  /** Days that are over. One in which this front did not run is not among them. */
  get days(): readonly KeptOfDay[] {
    return this.#held.days
  }

  /** On the schedule; a clock set back begins no day. */
  async look(nowMs: number): Promise<void> {
    const { days, begun, gone } = this.#held
    const day = dayOf(nowMs)
    if (begun !== null && begun.day >= day) return
    const held = await this.#lengths()
    const kept = sum({ ...gone, ...held }) - (begun?.cells ?? 0)
    const over = begun === null ? [] : [{ day: begun.day, kept: Math.max(0, kept) }]
    const newest = [...days, ...over].slice(-DAYS_COUNTED)
    await this.#keep({ days: newest, begun: { day, cells: sum(held) }, gone: {} })
  }

  /** Before an epoch's log is dropped: its cells stay counted, once, also when a crash comes. */
  async keepLength(epoch: number): Promise<void> {
    const gone = { ...this.#held.gone, [epoch]: await this.#log.length(epoch) }
    await this.#keep({ ...this.#held, gone })
  }

  async #lengths(): Promise<Lengths> {
    const lengths: Record<string, number> = {}
    for (const epoch of await this.#log.epochs()) lengths[epoch] = await this.#log.length(epoch)
    return lengths
  }

  /** Written when there is room: what waits for a count is dropped all the same, to make some. */
  async #keep(held: Held): Promise<void> {
    this.#held = held
    try {
      await this.#store.put(String(this.#number + 1), utf8(JSON.stringify(held)))
    } catch (error) {
      if (isDiskFull(error)) return
      throw error
    }
    await this.#store.remove(String(this.#number))
    this.#number += 1
  }
}

function sum(lengths: Lengths): number {
  return Object.values(lengths).reduce((total, length) => total + length, 0)
}

/** What is damaged is begun anew: these are counts, and no cell depends on them. */
function read(bytes: Uint8Array): Held {
  try {
    return form.parse(JSON.parse(fromUtf8(bytes)))
  } catch {
    return NOTHING
  }
}
