import { concat, equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import type { Suite } from '../suite/suite.ts'
import { attachmentFits } from './attachment.ts'
import { type Content, decodeContent, encodeContent } from './content.ts'
import { deflate, inflate } from './deflated.ts'
import type { FragmentPart } from './fragment.ts'
import { MESSAGE_ID_BYTES, sized } from './ids.ts'
import { MAX_FRAGMENTS } from './parameters.ts'
import { FRAGMENT_BODY_BYTES } from './sizes.ts'

/** 1 sealed in a browser, 2 letter, 3 by the door without script, under words made there (S4, O3). */
export type MessageType = 1 | 2 | 3

export interface Message {
  readonly type: MessageType
  /** The seed under which replies to it are found, 32 bytes (R8). */
  readonly seed: Uint8Array
  readonly content: Content
}

export const SEED_BYTES = 32
export const MAX_MESSAGE_BYTES: number = MAX_FRAGMENTS * FRAGMENT_BODY_BYTES
const VERSION = 1

/** message = version 1 ‖ type 1 ‖ seed 32 ‖ deflate(content). Throws PosternError 'bad-content'. */
export function encodeMessage(suite: Suite, message: Message): Uint8Array {
  checkAttachments(suite, message.content)
  return new Writer()
    .u8(VERSION)
    .u8(message.type)
    .bytes(sized(message.seed, SEED_BYTES, 'seed'))
    .bytes(deflate(encodeContent(message.content)))
    .finish()
}

/**
 * Reads a whole message; inflating stops at `maxInflatedBytes`. Throws PosternError
 * 'unknown-version', 'unknown-type', 'inflated-too-large', 'bad-deflate', 'bad-content',
 * 'short-input' or 'bad-utf8'.
 */
export function decodeMessage(suite: Suite, bytes: Uint8Array, maxInflatedBytes: number): Message {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== VERSION) throw new PosternError('unknown-version')
  const type = messageType(cursor.u8())
  const seed = cursor.take(SEED_BYTES)
  const content = decodeContent(inflate(cursor.rest(), maxInflatedBytes))
  checkAttachments(suite, content)
  return { type, seed, content }
}

/** The first 16 bytes of the message's SHA-256. */
export function messageId(suite: Suite, bytes: Uint8Array): Uint8Array {
  return suite.sha256(bytes).subarray(0, MESSAGE_ID_BYTES)
}

/** Cuts once and for good (S4). Throws PosternError 'message-too-large' above 32 fragments. */
export function cutMessage(suite: Suite, bytes: Uint8Array): FragmentPart[] {
  const count = Math.ceil(bytes.length / FRAGMENT_BODY_BYTES)
  if (count > MAX_FRAGMENTS) throw new PosternError('message-too-large')
  const id = messageId(suite, bytes)
  return Array.from({ length: count }, (_, index) => ({
    messageId: id,
    index,
    count,
    body: bytes.subarray(index * FRAGMENT_BODY_BYTES, (index + 1) * FRAGMENT_BODY_BYTES),
  }))
}

/**
 * The whole message from its parts in any order, each index once; null while one is missing, so
 * that a part is never shown as the whole. Throws PosternError 'mixed-fragments' when they do not
 * belong together and 'wrong-message-id' when the whole is not what its id says.
 */
export function joinMessage(suite: Suite, parts: readonly FragmentPart[]): Uint8Array | null {
  const [first] = parts
  if (first === undefined) return null
  const sorted = parts.toSorted((a, b) => a.index - b.index)
  checkTogether(first, sorted)
  if (sorted.length < first.count) return null
  const bytes = concat(...sorted.map(({ body }) => body))
  if (!equalBytes(messageId(suite, bytes), first.messageId))
    throw new PosternError('wrong-message-id')
  return bytes
}

function checkTogether(first: FragmentPart, sorted: readonly FragmentPart[]): void {
  const together = sorted.every(
    (part, n) =>
      part.count === first.count &&
      part.index < part.count &&
      part.index !== sorted[n - 1]?.index &&
      equalBytes(part.messageId, first.messageId),
  )
  if (!together) throw new PosternError('mixed-fragments')
}

function checkAttachments(suite: Suite, content: Content): void {
  if (!content.attachments.every((each) => attachmentFits(suite, each)))
    throw new PosternError('bad-content', 'attachment is not what its hash says')
}

function messageType(byte: number): MessageType {
  if (byte !== 1 && byte !== 2 && byte !== 3) throw new PosternError('unknown-type')
  return byte
}
