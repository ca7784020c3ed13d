import { type BodyCodec, body, fixed, flag, text, u64, u8 } from './field.ts'

/** Somebody is asked in: the desk hears of it before he comes. */
export interface MemberInvited {
  readonly kind: 'member-invited'
  /** 16 bytes; the desk server knows the invitation by it. */
  readonly invitation: Uint8Array
  readonly name: string
  /** Whether he gets the keys that take messages in. */
  readonly takesIn: boolean
  readonly untilMs: number
}

/** Before anybody came by it. */
export interface InvitationWithdrawn {
  readonly kind: 'invitation-withdrawn'
  readonly invitation: Uint8Array
}

/** Said within a pair: one share of the secret that opens the author's keyring again. */
export interface ShareKept {
  readonly kind: 'share-kept'
  /** 16 bytes, the same for all shares of one secret. */
  readonly set: Uint8Array
  /** How many colleagues have one, and how many of them are needed. */
  readonly holders: number
  readonly threshold: number
  /** 33 bytes. */
  readonly share: Uint8Array
}

/** The author has handed his share to whoever asked to be let in again as this member. */
export interface RecoveryHelped {
  readonly kind: 'recovery-helped'
  readonly member: Uint8Array
  /** 16 bytes: the request that its words were compared for. */
  readonly request: Uint8Array
}

export const memberInvited: BodyCodec<MemberInvited> = body(51, 'member-invited', {
  invitation: fixed(16),
  name: text,
  takesIn: flag,
  untilMs: u64,
})

export const invitationWithdrawn: BodyCodec<InvitationWithdrawn> = body(
  52,
  'invitation-withdrawn',
  { invitation: fixed(16) },
)

export const shareKept: BodyCodec<ShareKept> = body(53, 'share-kept', {
  set: fixed(16),
  holders: u8,
  threshold: u8,
  share: fixed(33),
})

export const recoveryHelped: BodyCodec<RecoveryHelped> = body(54, 'recovery-helped', {
  member: fixed(32),
  request: fixed(16),
})
