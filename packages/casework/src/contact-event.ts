import { type Cursor, Writer } from '@postern/protocol'
import { readList, readText, writeList, writeText } from './field.ts'

/** A contact is known by its conversation key, 32 bytes. */
interface OfContact {
  readonly conversation: Uint8Array
}

export interface ContactAccepted extends OfContact {
  readonly kind: 'contact-accepted'
}

export interface ContactDeclined extends OfContact {
  readonly kind: 'contact-declined'
  readonly reason: string
}

export interface Reply extends OfContact {
  readonly kind: 'reply'
  /** 8 bytes, random: the source says which she has read by it. */
  readonly replyId: Uint8Array
  readonly text: string
}

/** What a later message said the source has read. (R7) */
export interface ReplyRead extends OfContact {
  readonly kind: 'reply-read'
  readonly replyIds: readonly Uint8Array[]
}

export interface Note extends OfContact {
  readonly kind: 'note'
  readonly text: string
}

export function encodeContactAccepted(body: ContactAccepted): Uint8Array {
  return body.conversation
}

export function decodeContactAccepted(cursor: Cursor): ContactAccepted {
  return { kind: 'contact-accepted', conversation: cursor.take(32) }
}

export function encodeContactDeclined(body: ContactDeclined): Uint8Array {
  return writeText(new Writer().bytes(body.conversation), body.reason).finish()
}

export function decodeContactDeclined(cursor: Cursor): ContactDeclined {
  return { kind: 'contact-declined', conversation: cursor.take(32), reason: readText(cursor) }
}

export function encodeReply(body: Reply): Uint8Array {
  const writer = new Writer().bytes(body.conversation).bytes(body.replyId)
  return writeText(writer, body.text).finish()
}

export function decodeReply(cursor: Cursor): Reply {
  const conversation = cursor.take(32)
  return { kind: 'reply', conversation, replyId: cursor.take(8), text: readText(cursor) }
}

export function encodeReplyRead(body: ReplyRead): Uint8Array {
  const writer = new Writer().bytes(body.conversation)
  return writeList(writer, body.replyIds, (list, id) => list.bytes(id)).finish()
}

export function decodeReplyRead(cursor: Cursor): ReplyRead {
  const conversation = cursor.take(32)
  return {
    kind: 'reply-read',
    conversation,
    replyIds: readList(cursor, (list) => list.take(8)),
  }
}

export function encodeNote(body: Note): Uint8Array {
  return writeText(new Writer().bytes(body.conversation), body.text).finish()
}

export function decodeNote(cursor: Cursor): Note {
  return { kind: 'note', conversation: cursor.take(32), text: readText(cursor) }
}
