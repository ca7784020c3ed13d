import { LABELS, labelBytes, type SigningKey, type Suite, Writer } from '@postern/protocol'
import { contextBytes, type DeskContext } from './desk-context.ts'
import { type BodyCodec, body, choice, fixed, text } from './field.ts'

export type MemberRole = 'handler' | 'agent'

/** The author of this event is a member: the desk's own key says so. */
export interface MemberJoined {
  readonly kind: 'member-joined'
  readonly name: string
  readonly role: MemberRole
  /** The author's X-Wing key, 1,216 bytes: keys of pairs are sealed to it. */
  readonly sealingKey: Uint8Array
  /** 64 bytes, the desk's signature over the author's keys, name and role. */
  readonly vouch: Uint8Array
}

const ROLES: readonly MemberRole[] = ['handler', 'agent']
const SEALING_KEY_BYTES = 1_216

/** Who a member is, as the desk's key vouches for him. */
export type MemberFacts = Omit<MemberJoined, 'kind' | 'vouch'>

/** What the desk key signs to let a member in: his keys, his name and his role. */
export function vouchMessage(
  context: DeskContext,
  memberKey: Uint8Array,
  { name, role, sealingKey }: MemberFacts,
): Uint8Array {
  const label = labelBytes(LABELS.invitation)
  const head = new Writer().bytes(label).u8(0).bytes(contextBytes(context))
  head.bytes(memberKey).bytes(sealingKey).u8(ROLES.indexOf(role))
  return text.write(head, name).finish()
}

export function vouchFor(
  deskIdentity: SigningKey,
  context: DeskContext,
  memberKey: Uint8Array,
  facts: MemberFacts,
): Uint8Array {
  return deskIdentity.sign(vouchMessage(context, memberKey, facts))
}

export function vouchHolds(
  suite: Suite,
  context: DeskContext,
  author: Uint8Array,
  joined: MemberJoined,
): boolean {
  return suite.verify(context.deskKey, vouchMessage(context, author, joined), joined.vouch)
}

export const memberJoined: BodyCodec<MemberJoined> = body(1, 'member-joined', {
  name: text,
  role: choice(ROLES),
  sealingKey: fixed(SEALING_KEY_BYTES),
  vouch: fixed(64),
})
