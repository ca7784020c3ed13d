import {
  type Cursor,
  LABELS,
  labelBytes,
  type SigningKey,
  type Suite,
  Writer,
} from '@postern/protocol'
import { contextBytes, type DeskContext } from './desk-context.ts'
import { readChoice, readText, writeText } from './field.ts'

export type MemberRole = 'handler' | 'agent'

/** The author of this event is a member: the desk's own key says so. */
export interface MemberJoined {
  readonly kind: 'member-joined'
  readonly name: string
  readonly role: MemberRole
  /** The author's X-Wing key, 1,216 bytes: compartment keys will be sealed to it. */
  readonly sealingKey: Uint8Array
  /** 64 bytes, the desk's signature over the author's keys. */
  readonly vouch: Uint8Array
}

const ROLES: readonly MemberRole[] = ['handler', 'agent']
const SEALING_KEY_BYTES = 1_216

/** What the desk key signs to let a member in. */
export function vouchMessage(
  context: DeskContext,
  memberKey: Uint8Array,
  sealingKey: Uint8Array,
): Uint8Array {
  const label = labelBytes(LABELS.invitation)
  const head = new Writer().bytes(label).u8(0).bytes(contextBytes(context))
  return head.bytes(memberKey).bytes(sealingKey).finish()
}

export function vouchFor(
  deskIdentity: SigningKey,
  context: DeskContext,
  memberKey: Uint8Array,
  sealingKey: Uint8Array,
): Uint8Array {
  return deskIdentity.sign(vouchMessage(context, memberKey, sealingKey))
}

export function vouchHolds(
  suite: Suite,
  context: DeskContext,
  author: Uint8Array,
  joined: MemberJoined,
): boolean {
  const message = vouchMessage(context, author, joined.sealingKey)
  return suite.verify(context.deskKey, message, joined.vouch)
}

export function encodeMemberJoined(body: MemberJoined): Uint8Array {
  const writer = writeText(new Writer(), body.name).u8(ROLES.indexOf(body.role))
  return writer.bytes(body.sealingKey).bytes(body.vouch).finish()
}

export function decodeMemberJoined(cursor: Cursor): MemberJoined {
  return {
    kind: 'member-joined',
    name: readText(cursor),
    role: readChoice(cursor, ROLES),
    sealingKey: cursor.take(SEALING_KEY_BYTES),
    vouch: cursor.take(64),
  }
}
