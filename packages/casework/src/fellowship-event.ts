import { type BodyCodec, body, choice, fixed, list, text } from './field.ts'
import { COMPARTMENT_KINDS, type CompartmentKind } from './compartment.ts'

/** The author has made a key for himself and one other member, and sealed it to him. */
export interface PairOffered {
  readonly kind: 'pair-offered'
  /** The other's key, 32 bytes. */
  readonly to: Uint8Array
  /** HPKE to his sealing key of the compartment's id 16 ‖ key 32. */
  readonly sealed: Uint8Array
}

/** Said within a pair: the keys of a compartment into which the other is read. */
export interface KeyGranted {
  readonly kind: 'key-granted'
  /** 16 bytes. */
  readonly compartment: Uint8Array
  readonly compartmentKind: CompartmentKind
  readonly keys: readonly Uint8Array[]
}

/** The first event of a compartment: its author is its first member. */
export interface CompartmentOpened {
  readonly kind: 'compartment-opened'
  readonly compartmentKind: CompartmentKind
  /** The docket that a file or a registry belongs to, 16 bytes; its own id in any other. */
  readonly of: Uint8Array
  /** Random words, never a number: a gap tells an outsider that a case exists. */
  readonly reference: string
}

interface OfMember {
  /** 32 bytes. */
  readonly member: Uint8Array
  readonly reason: string
}

export interface ReadIn extends OfMember {
  readonly kind: 'read-in'
}

/** Also of oneself: then it is a recusal. From here on nothing of his counts. */
export interface ReadOut extends OfMember {
  readonly kind: 'read-out'
}

/**
 * The compartment has a new key, handed over beforehand to exactly these members. What comes later
 * under an older key does not count.
 */
export interface KeyTurned {
  readonly kind: 'key-turned'
  /** `keyName` of the new key. */
  readonly keyName: Uint8Array
  readonly granted: readonly Uint8Array[]
}

const member = fixed(32)

export const pairOffered: BodyCodec<PairOffered> = body(13, 'pair-offered', {
  to: member,
  sealed: fixed(1_184),
})

export const keyGranted: BodyCodec<KeyGranted> = body(14, 'key-granted', {
  compartment: fixed(16),
  compartmentKind: choice(COMPARTMENT_KINDS),
  keys: list(fixed(32)),
})

export const compartmentOpened: BodyCodec<CompartmentOpened> = body(15, 'compartment-opened', {
  compartmentKind: choice(COMPARTMENT_KINDS),
  of: fixed(16),
  reference: text,
})

export const readIn: BodyCodec<ReadIn> = body(16, 'read-in', { member, reason: text })

export const readOut: BodyCodec<ReadOut> = body(17, 'read-out', { member, reason: text })

export const keyTurned: BodyCodec<KeyTurned> = body(18, 'key-turned', {
  keyName: fixed(16),
  granted: list(member),
})
