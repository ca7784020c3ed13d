import type { ContactDeclined, Note, Reply } from './contact-event.ts'
import type { Compartment } from './compartment.ts'
import type { Assignment, DutyFacts, Withheld } from './duty.ts'
import type { MessageAssembled, PartTaken } from './intake-event.ts'
import type { ReplyProposed } from './setting-event.ts'

/** The first and the last interval in whose reader drop something stood. */
export interface CarriedSpan {
  readonly first: number
  readonly last: number
}

export function widened(span: CarriedSpan | null, interval: number): CarriedSpan {
  if (span === null) return { first: interval, last: interval }
  return { first: Math.min(span.first, interval), last: Math.max(span.last, interval) }
}

/** A whole message, and its place under its seed. */
export interface ReceivedMessage {
  readonly facts: MessageAssembled
  /** Numbers the whole messages under this seed, from 0; receipts are made from it. (R6) */
  readonly receiptNumber: number
  /** When the desk had it whole, coarse. */
  readonly atMs: number
  /** When its receipt stood in reader drops; null before the first. */
  carried: CarriedSpan | null
  /** The source has taken it back: it is not to be used. */
  withdrawn: boolean
  /** Id of the message that stands in its place; null: it stands itself. */
  correctedBy: Uint8Array | null
  /** Where the log had it: threads are shown in this order. */
  readonly position: number
}

/** An answer, and how far it has come. */
export interface SentReply {
  readonly facts: Reply
  readonly author: Uint8Array
  readonly atMs: number
  /** By part: when it stood in reader drops. */
  readonly carried: Map<number, CarriedSpan>
  /** A later message named it as read. */
  read: boolean
  readonly position: number
}

export interface WrittenNote {
  readonly facts: Note
  readonly author: Uint8Array
  readonly atMs: number
  readonly position: number
}

/** A message of which parts are missing. Never shown as a message. */
export interface PartialMessage {
  /** 16 bytes. */
  readonly messageId: Uint8Array
  readonly count: number
  /** Indexes of the parts that have not come. */
  readonly missing: readonly number[]
}

/** Everybody who wrote under one conversation key. */
export interface Contact {
  /** 32 bytes. */
  readonly conversation: Uint8Array
  standing: 'new' | 'accepted' | 'declined'
  declined: ContactDeclined | null
  readonly messages: ReceivedMessage[]
  readonly replies: SentReply[]
  readonly notes: WrittenNote[]
  /** By message id in hex: its parts, each index once. */
  readonly parts: Map<string, PartTaken[]>
  /** Leaves of the key tree that its events are sealed under. */
  readonly leaves: Set<number>
  /** Where its events stand: the desk's, or one of its own; 'intake' before a message is whole. */
  compartment: Compartment
  readonly withheld: Withheld[]
  /** Answers that wait for a second pair of eyes. */
  readonly proposed: ProposedReply[]
  assignment: Assignment | null
  tags: readonly string[]
}

/** An answer that a second member has still to read. */
export interface ProposedReply {
  readonly facts: ReplyProposed
  readonly author: Uint8Array
  readonly atMs: number
}

export function emptyContact(conversation: Uint8Array, compartment: Compartment): Contact {
  return {
    conversation,
    compartment,
    leaves: new Set(),
    withheld: [],
    proposed: [],
    assignment: null,
    tags: [],
    standing: 'new',
    declined: null,
    messages: [],
    replies: [],
    notes: [],
    parts: new Map(),
  }
}

/** The newest thing in the thread is the source's: it waits for an answer. */
export function isUnanswered(contact: Contact): boolean {
  const lastMessage = contact.messages.at(-1)?.position ?? -1
  const lastReply = contact.replies.at(-1)?.position ?? -1
  return contact.standing !== 'declined' && lastMessage > lastReply
}

/** What needs a person first: new, unanswered, then the rest; the newest first in each. */
export function compareContacts(a: Contact, b: Contact): number {
  return rankOf(a) - rankOf(b) || newestPosition(b) - newestPosition(a)
}

function rankOf(contact: Contact): number {
  if (!isUnanswered(contact)) return 2
  return contact.standing === 'new' ? 0 : 1
}

function newestPosition({ messages, replies }: Contact): number {
  return Math.max(-1, messages.at(-1)?.position ?? -1, replies.at(-1)?.position ?? -1)
}

/** The seed that answers go under now: the newest that she can be listening on. (R8) */
export function replySeed(contact: Contact): Uint8Array | null {
  const open = contact.messages.filter(({ facts }) => facts.messageKind !== 'letter')
  return open.at(-1)?.facts.seed ?? null
}

/** What the clocks of this contact go by; null before a whole message has come. */
export function dutiesOf(contact: Contact, dropIntervalMs: number): DutyFacts | null {
  const [first] = contact.messages
  if (first === undefined) return null
  const [answer] = contact.replies
  return {
    receivedMs: first.atMs,
    acknowledgedMs: first.carried && first.carried.first * dropIntervalMs,
    answeredMs: answer?.atMs ?? null,
    feedbackMs: null,
    withheld: contact.withheld,
  }
}

/**
 * She listens under another seed from now on, and may have lost the one before with her device: what
 * she has not read was never said to her, as far as trays are concerned. (R7, R8)
 */
export function sayAnew(contact: Contact): void {
  for (const { read, carried } of contact.replies) if (!read) carried.clear()
}
