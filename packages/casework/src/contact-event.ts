import { type BodyCodec, body, fixed, list, text, u32, u64 } from './field.ts'

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

/** What is left of a contact: that somebody wrote, and that nobody can read it any more. */
export interface ContactDisposed {
  readonly kind: 'contact-disposed'
  /** The leaves of the desk's key tree that are forgotten with it. */
  readonly leaves: readonly number[]
  readonly basis: string
  readonly messages: number
}

const conversation = fixed(32)

export const contactAccepted: BodyCodec<ContactAccepted> = body(6, 'contact-accepted', {
  conversation,
})

export const contactDeclined: BodyCodec<ContactDeclined> = body(7, 'contact-declined', {
  conversation,
  reason: text,
})

export const reply: BodyCodec<Reply> = body(8, 'reply', { conversation, replyId: fixed(8), text })

export const replyRead: BodyCodec<ReplyRead> = body(9, 'reply-read', {
  conversation,
  replyIds: list(fixed(8)),
})

export const note: BodyCodec<Note> = body(10, 'note', { conversation, text })

export const contactDisposed: BodyCodec<ContactDisposed> = body(49, 'contact-disposed', {
  leaves: list(u64),
  basis: text,
  messages: u32,
})
