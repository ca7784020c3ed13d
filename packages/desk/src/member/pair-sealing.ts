import { type Compartment, contextBytes, type DeskContext } from '@postern/casework'
import {
  derive,
  type Env,
  type KemKey,
  LABELS,
  labelBytes,
  openSealed,
  sealTo,
  type Suite,
  Writer,
} from '@postern/protocol'

/**
 * The compartment of a member and one other, or of himself alone. It follows from the offerer's
 * seed, so that all his devices make the same.
 */
export function pairOf(suite: Suite, memberSeed: Uint8Array, other: Uint8Array): Compartment {
  const secret = derive(suite, memberSeed, LABELS.pairSecret, other, 48)
  return { kind: 'pair', id: secret.slice(0, 16), keys: [secret.slice(16)] }
}

/** For the other's eyes: id 16 ‖ key 32, 1,184 bytes sealed. */
export function sealPair(
  env: Env,
  context: DeskContext,
  from: Uint8Array,
  to: { readonly key: Uint8Array; readonly sealingKey: Uint8Array },
  { id, keys }: Compartment,
): Uint8Array {
  const [key] = keys
  if (key === undefined) throw new TypeError('a pair without a key')
  const plain = new Writer().bytes(id).bytes(key).finish()
  return sealTo(env, to.sealingKey, pairInfo(context, from, to.key), plain)
}

/** Null when it was not made for this member by that one. */
export function openPair(
  suite: Suite,
  context: DeskContext,
  from: Uint8Array,
  own: { readonly key: Uint8Array; readonly sealing: KemKey },
  sealed: Uint8Array,
): Compartment | null {
  const opened = openSealed(suite, own.sealing, pairInfo(context, from, own.key), sealed)
  if (opened?.plaintext.length !== 48) return null
  const { plaintext } = opened
  return { kind: 'pair', id: plaintext.slice(0, 16), keys: [plaintext.slice(16)] }
}

function pairInfo(context: DeskContext, from: Uint8Array, to: Uint8Array): Uint8Array {
  const head = new Writer().bytes(labelBytes(LABELS.pairSealing)).u8(0)
  return head.bytes(contextBytes(context)).bytes(from).bytes(to).finish()
}
