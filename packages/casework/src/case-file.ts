import { toHex } from '@postern/protocol'
import type { CaseNoted, Decided, Recalled, ReportFiled } from './case-event.ts'
import type { Custody, DerivativeMade, ItemTaken, TimeStamped } from './evidence-event.ts'
import type { Asserted, Credibility, Linked, Reliability } from './grading-event.ts'
import type { EventBody } from './event-body.ts'
import type { LoggedEvent } from './log-reader.ts'

const CUSTODY_KINDS: ReadonlySet<string> = new Set<CustodyFacts['kind']>([
  'item-taken',
  'derivative-made',
  'custody',
  'recalled',
])

/** A fact, and who said it when. */
export interface Said<F> {
  readonly facts: F
  readonly author: Uint8Array
  readonly atMs: number
}

/** A grade, with all that it was before; the last counts. */
export interface Judgement<G> {
  readonly grade: G
  readonly reason: string
  readonly author: Uint8Array
  readonly atMs: number
}

export interface Assertion extends Said<Asserted> {
  readonly reliability: Judgement<Reliability>[]
  readonly credibility: Judgement<Credibility>[]
}

/** What the custody log of a case is made of. */
export type CustodyFacts = ItemTaken | DerivativeMade | Custody | Recalled

/** One event of the custody log, as it was signed. */
export interface CustodyEntry extends Said<CustodyFacts> {
  /** Hash of the event, 32 bytes. */
  readonly hash: Uint8Array
  /** The event, with its signature. */
  readonly bytes: Uint8Array
}

/** What is worked on in a case, for who is read in. Nothing in it is edited; things supersede. */
export class CaseFile {
  readonly reports: Map<string, Said<ReportFiled>> = new Map()
  readonly assertions: Map<string, Assertion> = new Map()
  readonly links: Said<Linked>[] = []
  readonly notes: Said<CaseNoted>[] = []
  readonly decisions: Said<Decided>[] = []
  readonly items: Map<string, Said<ItemTaken>> = new Map()
  readonly derivatives: Map<string, Said<DerivativeMade>> = new Map()
  /** All that was done with items, in the order of the log. */
  readonly custody: CustodyEntry[] = []
  readonly stamps: Said<TimeStamped>[] = []
  /** By the id of what was recalled, in hex: why. */
  readonly recalls: Map<string, Said<string>> = new Map()
  tags: readonly string[] = []

  /** False when the event does not count: it names what is not there, or what is there already. */
  apply(logged: LoggedEvent): boolean {
    const { event, hash, bytes } = logged
    const { body, author, atMs } = event
    if (!this.#apply(logged)) return false
    if (isOfCustody(body)) this.custody.push({ facts: body, author, atMs, hash, bytes })
    return true
  }

  #apply({ event }: LoggedEvent): boolean {
    const { body, author, atMs } = event
    switch (body.kind) {
      case 'report-filed':
        return keepFirst(this.reports, body.report, { facts: body, author, atMs })
      case 'asserted':
        return keepFirst(this.assertions, body.assertion, {
          facts: body,
          author,
          atMs,
          reliability: [],
          credibility: [],
        })
      case 'reliability-judged': {
        const { grade, reason } = body
        const held = this.assertions.get(toHex(body.assertion))?.reliability
        return held !== undefined && held.push({ grade, reason, author, atMs }) > 0
      }
      case 'credibility-judged': {
        const { grade, reason } = body
        const held = this.assertions.get(toHex(body.assertion))?.credibility
        return held !== undefined && held.push({ grade, reason, author, atMs }) > 0
      }
      case 'linked':
        return this.links.push({ facts: body, author, atMs }) > 0
      case 'case-noted':
        return this.notes.push({ facts: body, author, atMs }) > 0
      case 'decided':
        return this.decisions.push({ facts: body, author, atMs }) > 0
      case 'tagged':
        this.tags = body.tags
        return true
      case 'recalled':
        return keepFirst(this.recalls, body.target, { facts: body.reason, author, atMs })
      case 'item-taken':
        return keepFirst(this.items, body.item, { facts: body, author, atMs })
      case 'derivative-made':
        if (!this.items.has(toHex(body.item))) return false
        return keepFirst(this.derivatives, body.derivative, { facts: body, author, atMs })
      case 'custody': {
        const id = toHex(body.item)
        return this.items.has(id) || this.derivatives.has(id)
      }
      case 'time-stamped':
        if (body.events > this.custody.length) return false
        return this.stamps.push({ facts: body, author, atMs }) > 0
      default:
        return false
    }
  }
}

function isOfCustody(body: EventBody): body is CustodyFacts {
  return CUSTODY_KINDS.has(body.kind)
}

function keepFirst<T>(map: Map<string, T>, id: Uint8Array, value: T): boolean {
  const name = toHex(id)
  if (map.has(name)) return false
  map.set(name, value)
  return true
}
