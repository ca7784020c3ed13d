import {
  equalBytes,
  LABELS,
  labelBytes,
  bundleOpener,
  PosternError,
  toHex,
} from '@postern/protocol'
import { type Compartment, keyName } from './compartment.ts'
import { contextBytes } from './desk-context.ts'
import type { Finding, FindingKind } from './finding.ts'
import { decodeFrames, type Frame, FrameGatherer } from './frame.ts'
import type { LogGround } from './log-ground.ts'
import { vouchHolds } from './member-event.ts'
import {
  decodeEvent,
  type Event,
  eventHash,
  type LogMark,
  NO_EVENT,
  verifyEvent,
} from './signed-event.ts'
import type { VerifiedLog } from './verified-log.ts'

/** An event that is what it says, and where it was completed. Whether it counts the fold says. */
export interface LoggedEvent {
  readonly event: Event
  readonly compartment: Compartment
  /** `keyName` of the key that its bundle was sealed under. */
  readonly keyName: Uint8Array
  /** 32 bytes: what its bytes hash to. */
  readonly hash: Uint8Array
  /** As it was signed; evidence keeps them, for others to check. */
  readonly bytes: Uint8Array
  readonly position: number
}

export interface Taken {
  readonly events: readonly LoggedEvent[]
  readonly findings: readonly Finding[]
}

type Head = { sequence: number; hash: Uint8Array }
/** One key, and how to try it. */
type Lock = {
  readonly compartment: Compartment
  readonly name: Uint8Array
  readonly open: (bundle: Uint8Array) => Uint8Array | null
}
type Opened = { readonly lock: Lock; readonly payload: Uint8Array }

/** An event may lie this many bundles behind the log that its author saw when he signed it. */
const MARKS_KEPT = 8_192

/**
 * Reads the desk log bundle by bundle with the compartment keys one has: opens what opens, puts
 * events together, and checks signature, vouch, chain, and that every author saw this log.
 * What does not open is somebody else's or an empty tick; nobody can say which.
 */
export class LogReader {
  readonly #ground: LogGround
  readonly #gatherers = new Map<string, FrameGatherer>()
  readonly #locks = new Map<string, Lock>()
  readonly #heads = new Map<string, Head>()
  readonly #seen = new Set<string>()
  readonly #marks: Uint8Array[]
  readonly #known: VerifiedLog | null
  readonly #since = new Map<string, number>()
  readonly #refused = new Set<string>()
  #isAsVerified = true
  #length = 0

  /** `known`: what this device has verified before and reads again out of its own copy. */
  constructor(
    ground: LogGround,
    compartments: readonly Compartment[],
    known: VerifiedLog | null = null,
  ) {
    const { suite, context } = ground
    this.#ground = ground
    this.#known = known
    this.#marks = [suite.sha256(labelBytes(LABELS.logStart), contextBytes(context))]
    for (const compartment of compartments) this.add(compartment)
  }

  /** From the next bundle on this compartment opens too; for those before, read the log again. */
  add(compartment: Compartment): void {
    const { suite } = this.#ground
    const id = toHex(compartment.id)
    if (!this.#gatherers.has(id)) this.#gatherers.set(id, new FrameGatherer(suite))
    for (const key of compartment.keys) {
      const name = keyName(suite, key)
      if (!this.#since.has(toHex(name))) this.#since.set(toHex(name), this.#length)
      if (!this.#locks.has(toHex(name)))
        this.#locks.set(toHex(name), { compartment, name, open: bundleOpener(suite, key) })
    }
  }

  /** The log as read so far. */
  get mark(): LogMark {
    return { length: this.#length, hash: this.#marks.at(-1) ?? NO_EVENT }
  }

  /** False when what was read is not what had been verified: nothing of it is to be relied on. */
  get isAsVerified(): boolean {
    return this.#isAsVerified
  }

  /** How far this log is verified now, and under which keys. */
  get verified(): VerifiedLog {
    return { ...this.mark, keys: new Map(this.#since), refused: new Set(this.#refused) }
  }

  /** Takes the next bundle of the log. */
  take(bundle: Uint8Array): Taken {
    const position = this.#length
    const opened = this.#open(bundle)
    const result = opened === null ? NOTHING : this.#read(opened, position)
    this.#advance(bundle)
    return result
  }

  #advance(bundle: Uint8Array): void {
    const { suite } = this.#ground
    this.#marks.push(suite.sha256(labelBytes(LABELS.logStep), this.mark.hash, bundle))
    this.#length += 1
    if (this.#marks.length > MARKS_KEPT) this.#marks.shift()
    const { length, hash } = this.#known ?? { length: -1, hash: NO_EVENT }
    if (length === this.#length) this.#isAsVerified = equalBytes(hash, this.mark.hash)
  }

  #open(bundle: Uint8Array): Opened | null {
    for (const lock of this.#locks.values()) {
      const payload = lock.open(bundle)
      if (payload !== null) return { lock, payload }
    }
    return null
  }

  #read({ lock, payload }: Opened, position: number): Taken {
    const events: LoggedEvent[] = []
    const findings: Finding[] = []
    const gatherer = this.#gatherers.get(toHex(lock.compartment.id))
    for (const frame of framesOf(payload)) {
      const bytes = frame && (gatherer?.add(frame) ?? null)
      if (frame === null) findings.push({ kind: 'malformed', position })
      else if (bytes !== null) this.#check(bytes, lock, position, events, findings)
    }
    return { events, findings }
  }

  #check(
    bytes: Uint8Array,
    { compartment, name }: Lock,
    position: number,
    events: LoggedEvent[],
    findings: Finding[],
  ): void {
    const hash = eventHash(this.#ground.suite, bytes)
    if (this.#seen.has(toHex(hash))) return
    this.#seen.add(toHex(hash))
    const isKnown = this.#isKnown(name, position, hash)
    const event = isKnown ? decodeEvent(this.#ground, bytes) : this.#checked(compartment, bytes)
    if (typeof event === 'string') {
      this.#refused.add(toHex(hash))
      findings.push({ kind: event, position })
      return
    }
    if (!this.#sawThisLog(event.seen)) findings.push({ kind: 'other-log', position })
    if (!this.#continues(event, compartment, hash))
      findings.push({ kind: 'broken-chain', position })
    events.push({ event, compartment, keyName: name, hash, bytes, position })
  }

  /** This device has verified these bytes before, under this key. */
  #isKnown(name: Uint8Array, position: number, hash: Uint8Array): boolean {
    const known = this.#known
    const from = known?.keys.get(toHex(name))
    if (known === null || from === undefined || known.refused.has(toHex(hash))) return false
    return position >= from && position < known.length
  }

  #checked(compartment: Compartment, bytes: Uint8Array): Event | FindingKind {
    try {
      const event = verifyEvent(this.#ground, compartment, bytes)
      return this.#isVouched(event) ? event : 'stranger'
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      return error.code === 'bad-signature' ? 'bad-signature' : 'malformed'
    }
  }

  #isVouched({ author, body }: Event): boolean {
    const { suite, context } = this.#ground
    return body.kind !== 'member-joined' || vouchHolds(suite, context, author, body)
  }

  #sawThisLog(seen: LogMark): boolean {
    const mark = this.#marks[this.#marks.length - 1 - (this.#length - seen.length)]
    return seen.length <= this.#length && mark !== undefined && equalBytes(mark, seen.hash)
  }

  #continues(event: Event, compartment: Compartment, hash: Uint8Array): boolean {
    const strand = `${toHex(compartment.id)}${toHex(event.author)}${toHex(event.strand)}`
    const head = this.#heads.get(strand) ?? { sequence: -1, hash: NO_EVENT }
    if (event.sequence > head.sequence) this.#heads.set(strand, { sequence: event.sequence, hash })
    return event.sequence === head.sequence + 1 && equalBytes(event.previous, head.hash)
  }
}

const NOTHING: Taken = { events: [], findings: [] }

/** The frames of a payload; one null when it is malformed. */
function framesOf(payload: Uint8Array): readonly (Frame | null)[] {
  try {
    return decodeFrames(payload)
  } catch (error) {
    if (!(error instanceof PosternError)) throw error
    return [null]
  }
}
