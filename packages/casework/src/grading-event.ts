import { type BodyCodec, body, choice, fixed, text } from './field.ts'

/** How far a source has proved right before (NATO AJP-2.1): A best, F cannot be judged. */
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type Reliability = (typeof RELIABILITIES)[number]

/** How far other information bears this one out: 1 best, 6 cannot be judged. */
export const CREDIBILITIES = [1, 2, 3, 4, 5, 6] as const
export type Credibility = (typeof CREDIBILITIES)[number]

export const RELATIONS = ['corroborates', 'contradicts', 'duplicates', 'derives-from'] as const
export type Relation = (typeof RELATIONS)[number]

/** Whether two pieces go back to different origins; nobody has said: it does not count. */
export const INDEPENDENCES = ['undeclared', 'independent', 'dependent'] as const
export type Independence = (typeof INDEPENDENCES)[number]

/** One thing that is said to be so. */
export interface Asserted {
  readonly kind: 'asserted'
  /** 16 bytes, random. */
  readonly assertion: Uint8Array
  /** The report or item that it rests on, 16 bytes. */
  readonly basis: Uint8Array
  readonly text: string
}

/** Judged apart from credibility: about who says it. */
export interface ReliabilityJudged {
  readonly kind: 'reliability-judged'
  readonly assertion: Uint8Array
  readonly grade: Reliability
  readonly reason: string
}

/** Judged apart from reliability: about what is said. */
export interface CredibilityJudged {
  readonly kind: 'credibility-judged'
  readonly assertion: Uint8Array
  readonly grade: Credibility
  readonly reason: string
}

/** `from` stands in this relation to `to`; both are assertions, reports or items. */
export interface Linked {
  readonly kind: 'linked'
  readonly from: Uint8Array
  readonly to: Uint8Array
  readonly relation: Relation
  readonly independence: Independence
  /** Why they are, or are not, independent of each other. */
  readonly reason: string
}

const id = fixed(16)

export const asserted: BodyCodec<Asserted> = body(34, 'asserted', {
  assertion: id,
  basis: id,
  text,
})

export const reliabilityJudged: BodyCodec<ReliabilityJudged> = body(35, 'reliability-judged', {
  assertion: id,
  grade: choice(RELIABILITIES),
  reason: text,
})

export const credibilityJudged: BodyCodec<CredibilityJudged> = body(36, 'credibility-judged', {
  assertion: id,
  grade: choice(CREDIBILITIES),
  reason: text,
})

export const linked: BodyCodec<Linked> = body(37, 'linked', {
  from: id,
  to: id,
  relation: choice(RELATIONS),
  independence: choice(INDEPENDENCES),
  reason: text,
})
