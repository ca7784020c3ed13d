import {
  Author,
  type Casebook,
  type Compartment,
  type EventBody,
  keyName,
  type LogGround,
  type LogMark,
} from '@postern/casework'
import { type Env, equalBytes, type SigningKey, toHex } from '@postern/protocol'

/** What goes into which compartment. */
export interface Wording {
  readonly compartment: Compartment
  readonly body: EventBody
  readonly atMs: number
  readonly leaf?: number
}

/** What the next bundle carries, and the key it is sealed under. */
interface Prepared {
  readonly author: Author
  readonly key: Uint8Array
  readonly payload: Uint8Array
}

/** Acts about keys go first, and what is said waits until a compartment's key has been turned. */
type Lane = 'keys' | 'words'

/** Of so many ticks one is never the desk's, or what only some see could wait for ever. */
const TURNS = 3

/**
 * Everything that one member has to say, in all his compartments, through one bundle a tick. What
 * more colleagues see goes first, and within that the oldest: an act that all see is never late
 * because of one that only some see [its delay would tell the others that there is a case]. Every
 * third tick is kept from what all see, whether or not there is anything else.
 */
export class Scribe {
  readonly #env: Env
  readonly #key: SigningKey
  readonly #ground: LogGround
  readonly #authors = new Map<string, Author>()
  readonly #order: Record<Lane, { compartment: Compartment; author: Author }[]> = {
    keys: [],
    words: [],
  }
  #prepared: Prepared | null = null
  #turn = 0

  constructor(env: Env, key: SigningKey, ground: LogGround) {
    this.#env = env
    this.#key = key
    this.#ground = ground
  }

  /** Acts that are not all in the log. */
  get pending(): number {
    return [...this.#authors.values()].reduce((sum, { pending }) => sum + pending, 0)
  }

  /** Gives the act's id. */
  enqueue(lane: Lane, { compartment, body, atMs, leaf = 0 }: Wording): Uint8Array {
    const author = this.#author(lane, compartment)
    this.#order[lane].push({ compartment, author })
    return author.enqueue(body, atMs, leaf)
  }

  /** A tick begins: its bundle is the next. */
  beginTurn(): void {
    this.#turn = (this.#turn + 1) % TURNS
  }

  /** Acts said in this compartment so far, and how many of them stand in the log. */
  wordsIn(compartment: Compartment): { readonly said: number; readonly entered: number } {
    const { said, pending } = this.#author('words', compartment)
    return { said, entered: said - pending }
  }

  /** The next bundle's payload and key; null when nothing waits for it, or all of it for a key. */
  prepare(seen: LogMark, casebook: Casebook, held: readonly Compartment[]): Prepared | null {
    const waiting = [
      ...this.#order.keys.slice(0, 1),
      ...this.#order.words.filter(({ compartment }) => mayBeTold(casebook, compartment)),
    ]
      .filter(({ compartment }) => this.#turn !== 0 || rankOf(compartment) > 0)
      .toSorted((a, b) => rankOf(a.compartment) - rankOf(b.compartment))
    for (const { compartment, author } of waiting) {
      const key = keyInForce(this.#ground, casebook, compartment, held)
      const payload = key && author.prepare(seen)
      if (key !== null && payload !== null) {
        this.#prepared = { author, key, payload }
        return this.#prepared
      }
    }
    return null
  }

  /** The bundle prepared last stands in the log. */
  accepted(): void {
    if (this.#prepared === null) throw new TypeError('no bundle was prepared')
    const { author } = this.#prepared
    author.accepted()
    this.#prepared = null
    for (const lane of ['keys', 'words'] as const)
      this.#order[lane] = lastOf(this.#order[lane], author, author.pending)
  }

  #author(lane: Lane, compartment: Compartment): Author {
    const id = `${lane}${toHex(compartment.id)}`
    const author =
      this.#authors.get(id) ?? new Author(this.#env, this.#key, this.#ground, compartment)
    this.#authors.set(id, author)
    return author
  }
}

function rankOf({ kind }: Compartment): number {
  return kind === 'desk' ? 0 : kind === 'docket' ? 1 : 2
}

function mayBeTold(casebook: Casebook, compartment: Compartment): boolean {
  const fellowship = casebook.fellowships.of(compartment.id)
  return fellowship === null || !casebook.fellowships.needsTurn(fellowship)
}

/** The key that the fold says is in force; of a compartment not yet opened, its first. */
function keyInForce(
  { suite }: LogGround,
  casebook: Casebook,
  compartment: Compartment,
  held: readonly Compartment[],
): Uint8Array | null {
  const { keys } = held.find(({ id }) => equalBytes(id, compartment.id)) ?? compartment
  const fellowship = casebook.fellowships.of(compartment.id)
  if (fellowship === null) return keys[0] ?? null
  return keys.find((key) => equalBytes(keyName(suite, key), fellowship.keyName)) ?? null
}

/** Of one author's entries the last so many, the others' all. */
function lastOf<T extends { author: Author }>(entries: T[], author: Author, kept: number): T[] {
  const own = entries.filter((entry) => entry.author === author)
  const gone = new Set(own.slice(0, Math.max(0, own.length - kept)))
  return entries.filter((entry) => !gone.has(entry))
}
