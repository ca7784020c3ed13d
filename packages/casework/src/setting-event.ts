import { type BodyCodec, body, fixed, flag, text } from './field.ts'

/** The desk's words for an answer, by name and language; an empty text takes it away. */
export interface TemplateSet {
  readonly kind: 'template-set'
  readonly name: string
  readonly language: string
  readonly text: string
}

/** From here on an answer leaves only when a second member has read it. */
export interface SecondEyesSet {
  readonly kind: 'second-eyes-set'
  readonly on: boolean
}

/** An answer that waits for its second pair of eyes. */
export interface ReplyProposed {
  readonly kind: 'reply-proposed'
  readonly conversation: Uint8Array
  readonly replyId: Uint8Array
  readonly text: string
}

export interface ReplyApproved {
  readonly kind: 'reply-approved'
  readonly replyId: Uint8Array
}

/** Half an answer, for its author alone; an empty text throws it away. */
export interface DraftKept {
  readonly kind: 'draft-kept'
  readonly conversation: Uint8Array
  readonly text: string
}

/** Words and a choice to narrow the contacts by, for their author alone; both empty: it is gone. */
export interface ViewKept {
  readonly kind: 'view-kept'
  readonly name: string
  readonly query: string
  /** As the page names it. */
  readonly view: string
}

/** The desk's questions, as canonical JSON; the newest are asked. Known by their SHA-256. */
export interface QuestionnaireSet {
  readonly kind: 'questionnaire-set'
  readonly definition: string
}

export const templateSet: BodyCodec<TemplateSet> = body(43, 'template-set', {
  name: text,
  language: text,
  text,
})

export const secondEyesSet: BodyCodec<SecondEyesSet> = body(44, 'second-eyes-set', { on: flag })

export const replyProposed: BodyCodec<ReplyProposed> = body(45, 'reply-proposed', {
  conversation: fixed(32),
  replyId: fixed(8),
  text,
})

export const replyApproved: BodyCodec<ReplyApproved> = body(46, 'reply-approved', {
  replyId: fixed(8),
})

export const draftKept: BodyCodec<DraftKept> = body(47, 'draft-kept', {
  conversation: fixed(32),
  text,
})

export const questionnaireSet: BodyCodec<QuestionnaireSet> = body(48, 'questionnaire-set', {
  definition: text,
})

export const viewKept: BodyCodec<ViewKept> = body(50, 'view-kept', {
  name: text,
  query: text,
  view: text,
})
