import { type BodyCodec, body, choice, fixed, flag, text } from './field.ts'

/** What one person alone may not do. */
export const TWO_PERSON_ACTS = [
  'unmask',
  'export',
  'early-disposal',
  'lift-hold',
  'intake-key-change',
  'recovery',
  'close',
] as const
export type TwoPersonAct = (typeof TWO_PERSON_ACTS)[number]

/** The first of two signatures. The request is known by its event's id. */
export interface ActAsked {
  readonly kind: 'act-asked'
  readonly act: TwoPersonAct
  /** What it is about: a report to unmask, a member to recover; zeros: the case itself. 16 bytes. */
  readonly target: Uint8Array
  readonly reason: string
}

/** The second: it must be another's. */
export interface ActAnswered {
  readonly kind: 'act-answered'
  /** Id of the request's event, 16 bytes. */
  readonly request: Uint8Array
  readonly approved: boolean
  readonly reason: string
}

/** What two have signed was done, once. */
export interface ActDone {
  readonly kind: 'act-done'
  readonly request: Uint8Array
  /** What came of it: an export's hash, the reference unmasked. */
  readonly result: string
}

const id = fixed(16)

export const actAsked: BodyCodec<ActAsked> = body(31, 'act-asked', {
  act: choice(TWO_PERSON_ACTS),
  target: id,
  reason: text,
})

export const actAnswered: BodyCodec<ActAnswered> = body(32, 'act-answered', {
  request: id,
  approved: flag,
  reason: text,
})

export const actDone: BodyCodec<ActDone> = body(33, 'act-done', { request: id, result: text })
