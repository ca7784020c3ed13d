import { equalBytes } from '../bytes/concat.ts'
import type { Env } from '../env.ts'
import type { SigningKey } from '../suite/suite.ts'
import { sealEnvelope } from '../wire/envelope.ts'
import { encodeFragment, type FragmentPart, signFragment } from '../wire/fragment.ts'
import { ID_BYTES, MESSAGE_ID_BYTES } from '../wire/ids.ts'
import { encodeInner, type Inner } from '../wire/inner.ts'
import { FRAGMENT_BODY_BYTES } from '../wire/sizes.ts'
import type { Statement } from '../wire/statement.ts'
import type { OutboxPart } from './outbox.ts'

/**
 * All in which one cell may differ from another: which keys and which bytes. Whatever is made of a
 * pick is made alike. (S1)
 */
export interface CellPick {
  readonly kind: Inner['kind']
  readonly deskId: Uint8Array
  readonly recipient: Uint8Array
  readonly signing: SigningKey
  readonly part: FragmentPart
}

/**
 * Keys that nobody keeps and a part that says nothing. The envelope is sealed to a throw-away key
 * [sealed to desks, a desk's key would thin the noise]. Every view makes one, used or not. (S1)
 */
export function throwAwayPick(env: Env): CellPick {
  const recipient = env.suite.kemKey(env.random(32)).publicKey
  const signing = env.suite.signingKey(env.random(32))
  const messageId = env.random(MESSAGE_ID_BYTES)
  const part = { messageId, index: 0, count: 1, body: new Uint8Array(FRAGMENT_BODY_BYTES) }
  return { kind: 'cover', deskId: new Uint8Array(ID_BYTES), recipient, signing, part }
}

/** A waiting fragment, for its desk's key in this statement; TypeError if its desk is not there. */
export function realPick(statement: Statement, head: OutboxPart): CellPick {
  const desk = statement.desks.find(({ id }) => equalBytes(id, head.deskId))
  if (desk === undefined) throw new TypeError('the fragment is for a desk outside the statement')
  return { kind: 'real', recipient: desk.key, ...head }
}

/** inner = kind ‖ envelope: signs once and seals once, whatever was picked. (S1) */
export function sealPick(env: Env, statement: Statement, pick: CellPick): Uint8Array {
  return encodeInner({ kind: pick.kind, envelope: sealPickedEnvelope(env, statement, pick) })
}

/** The envelope alone, as mix 2 adds it. (M5) */
export function sealPickedEnvelope(env: Env, statement: Statement, pick: CellPick): Uint8Array {
  const { organisation, hash } = statement
  const fragment = signFragment(pick.signing, organisation, pick.deskId, pick.part)
  return sealEnvelope(env, pick.recipient, hash, encodeFragment(fragment))
}
