import { type BodyCodec, body, choice, fixed, flag, list, optional, text, u64 } from './field.ts'

/**
 * What an event of contacts and cases is about, 32 bytes: a conversation key, or zeros for the
 * case in whose compartment it stands.
 */
export type Subject = Uint8Array

/** The subject of events that are about their own case. */
export const THIS_CASE: Subject = new Uint8Array(32)

export const STATUSES = [
  'received',
  'acknowledged',
  'triage',
  'refer',
  'decline',
  'hold',
  'open',
  'sanitise',
  'assess',
  'action',
  'feedback',
  'close',
  'retain',
  'dispose',
] as const
export type Status = (typeof STATUSES)[number]

export const SIDE_STATES = ['dormant', 'compromised', 'legal-hold', 'reopened'] as const
export type SideState = (typeof SIDE_STATES)[number]

export const CLOCKS = ['acknowledgement', 'personal', 'feedback'] as const
export type ClockKind = (typeof CLOCKS)[number]

export interface Assigned {
  readonly kind: 'assigned'
  readonly subject: Subject
  /** A member's key; null: to nobody. */
  readonly to: Uint8Array | null
}

/** All tags that it has now. */
export interface Tagged {
  readonly kind: 'tagged'
  readonly subject: Subject
  readonly tags: readonly string[]
}

/** A note for all who are read in; within a pair or of oneself, for one. */
export interface CaseNoted {
  readonly kind: 'case-noted'
  readonly subject: Subject
  readonly text: string
}

export interface StatusSet {
  readonly kind: 'status-set'
  readonly status: Status
  /** What came of it: with 'close'. */
  readonly outcome: string
  readonly reason: string
}

export interface SideStateSet {
  readonly kind: 'side-state-set'
  readonly state: SideState
  readonly on: boolean
  readonly reason: string
}

/** Nothing is said to the source, for her safety: a decision, with its reason. */
export interface ClockWithheld {
  readonly kind: 'clock-withheld'
  readonly subject: Subject
  readonly clock: ClockKind
  readonly reason: string
}

export interface RetentionSet {
  readonly kind: 'retention-set'
  readonly untilMs: number
  readonly reason: string
}

/** What is left of a case: that it was, and that nobody has its keys. */
export interface Disposed {
  readonly kind: 'disposed'
  /** On what ground: retention over, or the request that two signed. */
  readonly basis: string
  /** How many events and items it held. */
  readonly events: number
  readonly items: number
  /** Hash over the events that were, 32 bytes. */
  readonly head: Uint8Array
}

/** A neutral, sanitised text. Where it came from stands in the registry alone. */
export interface ReportFiled {
  readonly kind: 'report-filed'
  /** 16 bytes, random. */
  readonly report: Uint8Array
  /** Random words. */
  readonly reference: string
  readonly language: string
  readonly text: string
}

/** In the registry: whose words a report goes back to. */
export interface ReportSourced {
  readonly kind: 'report-sourced'
  readonly report: Uint8Array
  readonly conversation: Uint8Array
  readonly messageIds: readonly Uint8Array[]
}

/** What was filed or asserted is not to be relied on; it stays, and says so. */
export interface Recalled {
  readonly kind: 'recalled'
  /** The id of a report, an assertion or an item, 16 bytes. */
  readonly target: Uint8Array
  readonly reason: string
}

export interface Decided {
  readonly kind: 'decided'
  readonly question: string
  readonly decision: string
  readonly reason: string
}

const subject = fixed(32)
const id = fixed(16)

export const assigned: BodyCodec<Assigned> = body(19, 'assigned', {
  subject,
  to: optional(fixed(32)),
})

export const tagged: BodyCodec<Tagged> = body(20, 'tagged', { subject, tags: list(text) })

export const caseNoted: BodyCodec<CaseNoted> = body(21, 'case-noted', { subject, text })

export const statusSet: BodyCodec<StatusSet> = body(22, 'status-set', {
  status: choice(STATUSES),
  outcome: text,
  reason: text,
})

export const sideStateSet: BodyCodec<SideStateSet> = body(23, 'side-state-set', {
  state: choice(SIDE_STATES),
  on: flag,
  reason: text,
})

export const clockWithheld: BodyCodec<ClockWithheld> = body(24, 'clock-withheld', {
  subject,
  clock: choice(CLOCKS),
  reason: text,
})

export const retentionSet: BodyCodec<RetentionSet> = body(25, 'retention-set', {
  untilMs: u64,
  reason: text,
})

export const disposed: BodyCodec<Disposed> = body(26, 'disposed', {
  basis: text,
  events: u64,
  items: u64,
  head: fixed(32),
})

export const reportFiled: BodyCodec<ReportFiled> = body(27, 'report-filed', {
  report: id,
  reference: text,
  language: text,
  text,
})

export const reportSourced: BodyCodec<ReportSourced> = body(28, 'report-sourced', {
  report: id,
  conversation: fixed(32),
  messageIds: list(id),
})

export const recalled: BodyCodec<Recalled> = body(29, 'recalled', { target: id, reason: text })

export const decided: BodyCodec<Decided> = body(30, 'decided', {
  question: text,
  decision: text,
  reason: text,
})
