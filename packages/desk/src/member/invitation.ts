import {
  concat,
  derive,
  LABELS,
  labelBytes,
  type SigningKey,
  type Suite,
  toHex,
  Writer,
} from '@postern/protocol'
import {
  type Argon2id,
  KEYRING_COST,
  type Keyring,
  padKeyring,
  PADDED_KEYRING_BYTES,
  unpadKeyring,
} from './keyring.ts'

/** What follows from the words of an invitation. */
export interface InvitationKeys {
  /** 32 hex digits: the desk server knows the invitation by it. */
  readonly id: string
  /** What the welcome is sealed with, 32 bytes. */
  readonly key: Uint8Array
  /** Signs the enrolment: who comes has the words. */
  readonly signing: SigningKey
}

/** What a new member gives the desk server to be known by. */
export interface Enrolling {
  readonly organisation: Uint8Array
  /** Ed25519, 32 bytes. */
  readonly member: Uint8Array
  /** 32 hex digits. */
  readonly keyringId: string
  readonly sealed: Uint8Array
}

/** A sealed welcome: all that a new member needs but what he makes himself. */
export const WELCOME_BYTES: number = PADDED_KEYRING_BYTES + 16
const NONCE: Uint8Array = new Uint8Array(12)
const NONE: Uint8Array = new Uint8Array(0)

/**
 * Slow, as for a source's words (P2): the desk server has the welcome, and must not be able to try
 * all words. `entropy` is the words' 10 bytes.
 */
export async function invitationKeys(
  suite: Suite,
  argon2id: Argon2id,
  entropy: Uint8Array,
): Promise<InvitationKeys> {
  const root = await argon2id(entropy, labelBytes(LABELS.enrolmentWords), KEYRING_COST)
  const made = derive(suite, root, LABELS.enrolmentSecret, NONE, 80)
  return {
    id: toHex(made.subarray(0, 16)),
    key: made.slice(16, 48),
    signing: suite.signingKey(made.slice(48)),
  }
}

/** The member's own seed in what is handed over stands for nothing: he makes his own. */
export function sealWelcome(
  suite: Suite,
  { id, key }: InvitationKeys,
  keyring: Keyring,
): Uint8Array {
  const blank = { ...keyring, memberSeed: new Uint8Array(32), passkeys: [] }
  return suite.aeadSeal(key, NONCE, welcomeFacts(id), padKeyring(blank))
}

/** Null when these words were given for no such welcome. */
export function openWelcome(
  suite: Suite,
  { id, key }: InvitationKeys,
  sealed: Uint8Array,
): Keyring | null {
  const plain = suite.aeadOpen(key, NONCE, welcomeFacts(id), sealed)
  return plain && unpadKeyring(plain)
}

/** What the invitation's key signs: label ‖ 0 ‖ organisation ‖ id ‖ member ‖ keyring's id ‖ its SHA-256. */
export function enrolmentMessage(suite: Suite, id: string, enrolling: Enrolling): Uint8Array {
  const { organisation, member, keyringId, sealed } = enrolling
  const head = new Writer().bytes(labelBytes(LABELS.enrolment)).u8(0).bytes(organisation)
  const names = labelled(id, keyringId)
  return head.bytes(names).bytes(member).bytes(suite.sha256(sealed)).finish()
}

function labelled(...ids: readonly string[]): Uint8Array {
  return concat(...ids.map((id) => new TextEncoder().encode(id)))
}

function welcomeFacts(id: string): Uint8Array {
  return new Writer().bytes(labelBytes(LABELS.enrolmentWelcome)).u8(0).bytes(labelled(id)).finish()
}
