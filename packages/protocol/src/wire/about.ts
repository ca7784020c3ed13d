import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { MESSAGE_ID_BYTES, sized } from './ids.ts'

/**
 * What a message says of an earlier one of the same conversation: that it is taken back, or that
 * this one stands in its place. It asks; nothing is undone by it. (S6)
 */
export interface About {
  readonly kind: AboutKind
  /** 16 bytes. */
  readonly messageId: Uint8Array
}

export type AboutKind = 'withdraw' | 'correct'

export const ABOUT_BYTES: number = 1 + MESSAGE_ID_BYTES

/** about = kind 1 (1 withdraw, 2 correct) ‖ message id 16. */
export function encodeAbout({ kind, messageId }: About): Uint8Array {
  const id = sized(messageId, MESSAGE_ID_BYTES, 'message')
  return new Writer()
    .u8(kind === 'withdraw' ? 1 : 2)
    .bytes(id)
    .finish()
}

/** Throws PosternError 'bad-content' for another kind or length. */
export function decodeAbout(bytes: Uint8Array): About {
  const kind = bytes[0]
  if ((kind !== 1 && kind !== 2) || bytes.length !== ABOUT_BYTES)
    throw new PosternError('bad-content', 'about')
  return { kind: kind === 1 ? 'withdraw' : 'correct', messageId: bytes.slice(1) }
}
