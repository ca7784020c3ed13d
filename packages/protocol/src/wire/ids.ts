import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'

/** An organisation's or a desk's id: 16 random bytes that never change. */
export const ID_BYTES = 16
/** A reply's id: 8 random bytes, known to nobody but the desk and the source. */
export const REPLY_ID_BYTES = 8
/** First bytes of the SHA-256 of a whole message (S4). */
export const MESSAGE_ID_BYTES = 16
/** SHA-256, wherever a document names another by it. */
export const HASH_BYTES = 32

/** A fresh organisation or desk id. */
export function makeId(env: Env): Uint8Array {
  return env.random(ID_BYTES)
}

export function makeReplyId(env: Env): Uint8Array {
  return env.random(REPLY_ID_BYTES)
}

/** The bytes themselves when they have exactly this length; else PosternError 'wrong-size'. */
export function sized(bytes: Uint8Array, length: number, what: string): Uint8Array {
  if (bytes.length !== length) throw new PosternError('wrong-size', what)
  return bytes
}
