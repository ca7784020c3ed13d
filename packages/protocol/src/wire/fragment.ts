import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { SigningKey, Suite } from '../suite/suite.ts'
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from './dsse.ts'
import { ID_BYTES, MESSAGE_ID_BYTES, sized } from './ids.ts'
import { MAX_FRAGMENTS } from './parameters.ts'
import { FRAGMENT_BODY_BYTES, FRAGMENT_BYTES } from './sizes.ts'

/** One piece of a message as it was cut, before anybody signs it. */
export interface FragmentPart {
  /** 16 bytes. */
  readonly messageId: Uint8Array
  readonly index: number
  readonly count: number
  /** 12,845 bytes, but 1 to 12,845 in the last. */
  readonly body: Uint8Array
}

export interface Fragment extends FragmentPart {
  /** The conversation's Ed25519 key, 32 bytes. */
  readonly conversationKey: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/**
 * fragment 12,963 = conversation key 32 ‖ signature 64 ‖ message id 16 ‖ index 2 ‖ count 2
 *                   ‖ length 2 ‖ body 12,845, filled up with zeros
 */
export function encodeFragment(fragment: Fragment): Uint8Array {
  return concat(
    sized(fragment.conversationKey, PUBLIC_KEY_BYTES, 'conversation key'),
    sized(fragment.signature, SIGNATURE_BYTES, 'signature'),
    encodePart(fragment),
  )
}

/** Throws PosternError 'wrong-size' or 'bad-fragment'; the signature is not checked yet. */
export function decodeFragment(bytes: Uint8Array): Fragment {
  const cursor = new Cursor(sized(bytes, FRAGMENT_BYTES, 'fragment'))
  const conversationKey = cursor.take(PUBLIC_KEY_BYTES)
  const signature = cursor.take(SIGNATURE_BYTES)
  const part = decodePart(cursor)
  return { conversationKey, signature, ...part }
}

/** Binds the part to this conversation, organisation and desk (S5). */
export function signFragment(
  key: SigningKey,
  organisation: Uint8Array,
  deskId: Uint8Array,
  part: FragmentPart,
): Fragment {
  const message = signedBytes(organisation, deskId, key.publicKey, part)
  return { ...part, conversationKey: key.publicKey, signature: key.sign(message) }
}

/** Whether the conversation's key has signed this fragment for this desk. */
export function fragmentFits(
  suite: Suite,
  organisation: Uint8Array,
  deskId: Uint8Array,
  fragment: Fragment,
): boolean {
  const message = signedBytes(organisation, deskId, fragment.conversationKey, fragment)
  return suite.verify(fragment.conversationKey, message, fragment.signature)
}

/** label ‖ organisation 16 ‖ desk id 16 ‖ every field of the fragment but the signature. */
function signedBytes(
  organisation: Uint8Array,
  deskId: Uint8Array,
  conversationKey: Uint8Array,
  part: FragmentPart,
): Uint8Array {
  return concat(
    labelBytes(LABELS.fragmentSignature),
    sized(organisation, ID_BYTES, 'organisation'),
    sized(deskId, ID_BYTES, 'desk'),
    conversationKey,
    encodePart(part),
  )
}

function encodePart(part: FragmentPart): Uint8Array {
  checkPart(part)
  return new Writer()
    .bytes(sized(part.messageId, MESSAGE_ID_BYTES, 'message id'))
    .u16(part.index)
    .u16(part.count)
    .u16(part.body.length)
    .bytes(part.body)
    .bytes(new Uint8Array(FRAGMENT_BODY_BYTES - part.body.length))
    .finish()
}

function decodePart(cursor: Cursor): FragmentPart {
  const messageId = cursor.take(MESSAGE_ID_BYTES)
  const index = cursor.u16()
  const count = cursor.u16()
  const length = cursor.u16()
  const padded = cursor.take(FRAGMENT_BODY_BYTES)
  cursor.finish()
  if (length > FRAGMENT_BODY_BYTES) throw new PosternError('bad-fragment', 'length')
  if (padded.subarray(length).some((byte) => byte !== 0))
    throw new PosternError('bad-fragment', 'padding')
  const part = { messageId, index, count, body: padded.subarray(0, length) }
  checkPart(part)
  return part
}

/** A message is cut in one way only: every fragment is full but the last. */
function checkPart({ index, count, body }: FragmentPart): void {
  if (count < 1 || count > MAX_FRAGMENTS) throw new PosternError('bad-fragment', 'count')
  if (index >= count) throw new PosternError('bad-fragment', 'index')
  const least = index === count - 1 ? 1 : FRAGMENT_BODY_BYTES
  if (body.length < least || body.length > FRAGMENT_BODY_BYTES)
    throw new PosternError('bad-fragment', 'length')
}
