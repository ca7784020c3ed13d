import {
  equalBytes,
  LABELS,
  labelBytes,
  openBundle,
  PosternError,
  type Suite,
  toHex,
} from '@postern/protocol'
import type { Compartment } from './compartment.ts'
import { contextBytes, type DeskContext } from './desk-context.ts'
import type { Finding, FindingKind } from './finding.ts'
import { decodeFrames, type Frame, FrameGatherer } from './frame.ts'
import { vouchHolds } from './member-event.ts'
import { type Event, eventHash, type LogMark, NO_EVENT, verifyEvent } from './signed-event.ts'

/** An event that counts, and where it was completed. */
export interface LoggedEvent {
  readonly event: Event
  readonly compartment: Compartment
  readonly position: number
}

export interface Taken {
  readonly events: readonly LoggedEvent[]
  readonly findings: readonly Finding[]
}

type Head = { sequence: number; hash: Uint8Array }

/** An event may lie this many bundles behind the log that its author saw when he signed it. */
const MARKS_KEPT = 8_192

/**
 * Reads the desk log bundle by bundle with the compartment keys one has: opens what opens, puts
 * events together, and checks signature, membership, chain, and that every author saw this log.
 * What does not open is somebody else's or an empty tick; nobody can say which.
 */
export class LogReader {
  readonly #suite: Suite
  readonly #context: DeskContext
  readonly #compartments: readonly Compartment[]
  readonly #gatherers: ReadonlyMap<Compartment, FrameGatherer>
  readonly #members = new Set<string>()
  readonly #heads = new Map<string, Head>()
  readonly #seen = new Set<string>()
  readonly #marks: Uint8Array[]
  #length = 0

  constructor(suite: Suite, context: DeskContext, compartments: readonly Compartment[]) {
    this.#suite = suite
    this.#context = context
    this.#compartments = compartments
    this.#gatherers = new Map(compartments.map((one) => [one, new FrameGatherer(suite)]))
    this.#marks = [suite.sha256(labelBytes(LABELS.logStart), contextBytes(context))]
  }

  /** The log as read so far. */
  get mark(): LogMark {
    return { length: this.#length, hash: this.#marks.at(-1) ?? NO_EVENT }
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
    this.#marks.push(this.#suite.sha256(labelBytes(LABELS.logStep), this.mark.hash, bundle))
    this.#length += 1
    if (this.#marks.length > MARKS_KEPT) this.#marks.shift()
  }

  #open(bundle: Uint8Array): { compartment: Compartment; payload: Uint8Array } | null {
    for (const compartment of this.#compartments) {
      const payload = openBundle(this.#suite, compartment.key, bundle)
      if (payload !== null) return { compartment, payload }
    }
    return null
  }

  #read(opened: { compartment: Compartment; payload: Uint8Array }, position: number): Taken {
    const events: LoggedEvent[] = []
    const findings: Finding[] = []
    for (const frame of framesOf(opened.payload)) {
      const bytes = frame && (this.#gatherers.get(opened.compartment)?.add(frame) ?? null)
      if (frame === null) findings.push({ kind: 'malformed', position })
      else if (bytes !== null) this.#check(bytes, opened.compartment, position, events, findings)
    }
    return { events, findings }
  }

  #check(
    bytes: Uint8Array,
    compartment: Compartment,
    position: number,
    events: LoggedEvent[],
    findings: Finding[],
  ): void {
    const hash = eventHash(this.#suite, bytes)
    if (this.#seen.has(toHex(hash))) return
    this.#seen.add(toHex(hash))
    const event = this.#verified(compartment, bytes)
    if (typeof event === 'string') {
      findings.push({ kind: event, position })
      return
    }
    if (!this.#sawThisLog(event.seen)) findings.push({ kind: 'other-log', position })
    if (!this.#continues(event, compartment, hash))
      findings.push({ kind: 'broken-chain', position })
    events.push({ event, compartment, position })
  }

  #verified(compartment: Compartment, bytes: Uint8Array): Event | FindingKind {
    try {
      const event = verifyEvent(this.#suite, this.#context, compartment, bytes)
      return this.#isMember(event) ? event : 'stranger'
    } catch (error) {
      if (!(error instanceof PosternError)) throw error
      return error.code === 'bad-signature' ? 'bad-signature' : 'malformed'
    }
  }

  #isMember({ author, body }: Event): boolean {
    const id = toHex(author)
    if (body.kind === 'member-joined' && vouchHolds(this.#suite, this.#context, author, body))
      this.#members.add(id)
    return this.#members.has(id)
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
