import { writeSync } from 'node:fs'
import { placeOf } from './failure-place.ts'
import {
  NOTICES,
  type Counted,
  type FailurePlace,
  type FatalCode,
  type Role,
  type Said,
} from './log-event.ts'

/** Distinct places of failed tasks kept between two flushes; the rest only counts. */
const MOST_PLACES = 32

/**
 * The closed log (style 13): what is not in `Counted` or `Said` cannot be said. Counting writes
 * nothing; `flush` does, and is called by a schedule, so no line's time tells of an arrival.
 */
export interface Log {
  readonly role: Role
  count(event: Counted, by?: number): void
  /** Counts a failed task and remembers where in our own source it failed. */
  failed(error: unknown): void
  /** At start, stop, or on the process's own tick; never on arrival. */
  say(said: Said): void
  /** Writes one line with the counts since the last flush, also when all are zero. */
  flush(): void
  /** The counts since start, for tests and signed day counts. */
  totals(): Readonly<Partial<Record<Counted, number>>>
}

/** JSON lines to stderr, or to `write` (a line without its line end). */
export function createLog(role: Role, write: (line: string) => void = toStderr): Log {
  return new ClosedLog(role, write)
}

/** What a log writes for an error that ends the process. */
export function fatal(code: FatalCode, error: unknown): Said {
  return { event: 'fatal', code, at: placeOf(error) }
}

class ClosedLog implements Log {
  readonly role: Role
  readonly #write: (line: string) => void
  readonly #totals = new Map<Counted, number>()
  #counts = new Map<Counted, number>()
  #places = new Map<FailurePlace, number>()

  constructor(role: Role, write: (line: string) => void) {
    this.role = role
    this.#write = write
  }

  count(event: Counted, by: number = 1): void {
    add(this.#counts, event, by)
    add(this.#totals, event, by)
  }

  failed(error: unknown): void {
    this.count('task-failed')
    const place = placeOf(error)
    if (place === null) return
    if (this.#places.has(place) || this.#places.size < MOST_PLACES) add(this.#places, place, 1)
  }

  say(said: Said): void {
    const sentence = said.event === 'notice' ? { sentence: NOTICES[said.code] } : {}
    this.#line({ ...said, ...sentence })
  }

  flush(): void {
    const counts = sorted(this.#counts)
    const failed = this.#places.size === 0 ? {} : { failed: sorted(this.#places) }
    this.#counts = new Map()
    this.#places = new Map()
    this.#line({ event: 'counts', counts, ...failed })
  }

  totals(): Readonly<Partial<Record<Counted, number>>> {
    return Object.fromEntries(this.#totals)
  }

  #line(fields: object): void {
    this.#write(JSON.stringify({ role: this.role, ...fields }))
  }
}

function add<K>(map: Map<K, number>, key: K, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by)
}

/** By name, because the order in which the counters began would tell what came first. */
function sorted(map: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A closed or full stderr must not stop a process: the line is lost. */
function toStderr(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    return
  }
}
