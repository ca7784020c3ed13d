import { toHex } from '@postern/protocol'
import { mayStand } from './authority.ts'
import { CaseShelf } from './case-shelf.ts'
import type { CompartmentKind } from './compartment.ts'
import type { Contact, PartialMessage, SentReply } from './contact.ts'
import { ContactBook } from './contact-book.ts'
import { Enrolment } from './enrolment.ts'
import type { ForgottenEvent, UnknownEvent } from './event-body.ts'
import { Fellowships } from './fellowship.ts'
import type { KeyGranted, PairOffered } from './fellowship-event.ts'
import type { Finding } from './finding.ts'
import type { DeskKeyBegan, PartTaken } from './intake-event.ts'
import type { LoggedEvent } from './log-reader.ts'
import type { MemberJoined, MemberRole } from './member-event.ts'
import { Personal } from './personal.ts'
import { DeskSettings } from './settings.ts'
import { Requests } from './two-person.ts'

export interface Member {
  readonly key: Uint8Array
  readonly facts: MemberJoined
}

/** An event of a kind that this version does not know, or that nobody can read any more. */
export interface KeptUnknown {
  readonly facts: UnknownEvent | ForgottenEvent
  readonly author: Uint8Array
  readonly position: number
}

/** A key for two, and who made it. */
export interface OfferedPair {
  readonly from: Uint8Array
  readonly facts: PairOffered
}

/** Keys that were handed over in a pair. */
export interface Grant {
  readonly from: Uint8Array
  readonly facts: KeyGranted
  /** The leaf that is forgotten with the compartment. */
  readonly leaf: number
}

/** Claims older than so many others are over long ago. */
const CLAIMS_KEPT = 256
const FINDINGS_KEPT = 256
/** Where every event has the moment of its act. */
const EXACT: ReadonlySet<CompartmentKind> = new Set(['docket', 'file', 'registry'])
const CLOCKS_DIFFER_MS: number = 10 * 60_000

/**
 * The state of a desk: a fold over its events in the log's order. No clock, no chance, no I/O. Any
 * prefix of the events folds, and an event that comes twice changes nothing. What its author had
 * no right to say does not count, and is a finding.
 */
export class Casebook {
  readonly members: Map<string, Member> = new Map()
  /** By the statement's number: the first word about each counts. */
  readonly deskKeys: Map<number, DeskKeyBegan> = new Map()
  /** By batch number: how many envelopes it held. */
  readonly drops: Map<number, number> = new Map()
  /** By interval: the id of the act that claimed it first; the newest intervals only. */
  readonly trayClaims: Map<number, Uint8Array> = new Map()
  readonly fellowships: Fellowships = new Fellowships()
  /** What two have to sign that is about no case. */
  readonly requests: Requests = new Requests()
  readonly settings: DeskSettings = new DeskSettings()
  readonly personal: Personal = new Personal()
  readonly enrolment: Enrolment = new Enrolment()
  readonly pairs: OfferedPair[] = []
  readonly grants: Grant[] = []
  readonly unknown: KeptUnknown[] = []
  readonly findings: Finding[] = []
  readonly #book: ContactBook = new ContactBook(this.requests)
  readonly #shelf: CaseShelf = new CaseShelf(this.fellowships)
  readonly #seen = new Set<string>()
  #revision = 0
  readonly #newest = new Map<string, number>()

  apply(logged: LoggedEvent): void {
    const { id, author } = logged.event
    const act = toHex(author) + toHex(id)
    if (this.#seen.has(act)) return
    this.#seen.add(act)
    this.#revision += 1
    const refusal = this.fellowships.refusal(logged)
    if (refusal !== null) this.#find(refusal, logged)
    else if (!mayStand(logged.event.body.kind, logged.compartment.kind, this.#roleOf(logged)))
      this.#find('out-of-place', logged)
    else if (!this.#take(logged)) this.#find('out-of-place', logged)
    else if (this.#isBackDated(logged)) this.#find('back-dated', logged)
  }

  /** Grows with every event that was looked at: what is reckoned from the state is as good until then. */
  get revision(): number {
    return this.#revision
  }

  /** By conversation key in hex, in the order of their first part. */
  get contacts(): ContactBook['contacts'] {
    return this.#book.contacts
  }

  /** By message id in hex: the parts of messages that are all there and not yet one message. */
  get assemblable(): ReadonlyMap<string, readonly PartTaken[]> {
    return this.#book.assemblable
  }

  /** By the docket's id in hex: the cases that one is read into. */
  get cases(): CaseShelf['all'] {
    return this.#shelf.all
  }

  get certificates(): ContactBook['certificates'] {
    return this.#book.certificates
  }

  contact(conversation: Uint8Array): Contact | null {
    return this.#book.contact(conversation)
  }

  reply(replyId: Uint8Array): SentReply | null {
    return this.#book.reply(replyId)
  }

  message(messageId: Uint8Array): Contact['messages'][number] | null {
    return this.#book.message(messageId)
  }

  partials(contact: Contact): PartialMessage[] {
    return this.#book.partials(contact)
  }

  #find(kind: Finding['kind'], { position }: LoggedEvent): void {
    this.findings.push({ kind, position })
    if (this.findings.length > FINDINGS_KEPT) this.findings.shift()
  }

  /** Acts of a case have exact times, which go forwards but for clocks that differ a little. */
  #isBackDated({ compartment, event }: LoggedEvent): boolean {
    if (!EXACT.has(compartment.kind)) return false
    const id = toHex(compartment.id)
    const newest = this.#newest.get(id) ?? 0
    this.#newest.set(id, Math.max(newest, event.atMs))
    return event.atMs < newest - CLOCKS_DIFFER_MS
  }

  #roleOf({ event }: LoggedEvent): MemberRole {
    if (event.body.kind === 'member-joined') return event.body.role
    return this.members.get(toHex(event.author))?.facts.role ?? 'handler'
  }

  /** False when the event does not count. */
  #take(logged: LoggedEvent): boolean {
    const { author, body, id, leaf } = logged.event
    if (this.fellowships.apply(logged)) {
      if (body.kind === 'member-joined') {
        this.members.set(toHex(author), { key: author, facts: body })
        this.enrolment.joined(body.name)
      }
      if (body.kind === 'compartment-opened') this.#shelf.open(logged)
      if (body.kind === 'read-out' && logged.compartment.kind === 'desk') this.enrolment.end()
      return true
    }
    switch (body.kind) {
      case 'desk-key':
        if (!this.deskKeys.has(body.epoch)) this.deskKeys.set(body.epoch, body)
        return true
      case 'drop-taken':
        if (!this.drops.has(body.drop)) this.drops.set(body.drop, body.items)
        return true
      case 'carried':
        this.#book.carry(body)
        return true
      case 'trays-claimed':
        return this.#claim(body.interval, id)
      case 'pair-offered':
        return this.pairs.push({ from: author, facts: body }) > 0
      case 'key-granted':
        return this.grants.push({ from: author, facts: body, leaf }) > 0
      case 'unknown':
      case 'forgotten':
        return this.unknown.push({ facts: body, author, position: logged.position }) > 0
      default:
        return this.#takeWork(logged)
    }
  }

  #takeWork(logged: LoggedEvent): boolean {
    switch (logged.compartment.kind) {
      case 'desk':
        return this.#takeDesk(logged)
      case 'contact':
      case 'intake':
        return this.#book.apply(logged)
      case 'pair':
        return this.personal.apply(logged, this.#isOfOne(logged))
      default:
        return this.#shelf.apply(logged)
    }
  }

  #takeDesk(logged: LoggedEvent): boolean {
    const { event } = logged
    const { body } = event
    switch (body.kind) {
      case 'act-asked':
        return this.requests.ask(event, body)
      case 'act-answered':
        return this.requests.answer(event, body)
      case 'act-done':
        return this.requests.done(body)
      case 'second-eyes-set':
        this.#book.secondEyes = body.on
        return this.settings.apply(logged)
      case 'template-set':
      case 'questionnaire-set':
        return this.settings.apply(logged)
      case 'member-invited':
      case 'invitation-withdrawn':
      case 'recovery-helped':
        return this.enrolment.apply(logged)
      default:
        return this.#book.apply(logged)
    }
  }

  /** A member with himself: what is for one alone counts there. */
  #isOfOne({ compartment }: LoggedEvent): boolean {
    return this.fellowships.of(compartment.id)?.members.size === 1
  }

  #claim(interval: number, actId: Uint8Array): boolean {
    if (!this.trayClaims.has(interval)) this.trayClaims.set(interval, actId)
    const oldest = this.trayClaims.keys().next()
    if (this.trayClaims.size > CLAIMS_KEPT && !oldest.done) this.trayClaims.delete(oldest.value)
    return true
  }
}

/** The state after these events, from nothing. */
export function fold(events: Iterable<LoggedEvent>): Casebook {
  const casebook = new Casebook()
  for (const event of events) casebook.apply(event)
  return casebook
}
