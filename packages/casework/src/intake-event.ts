import type { About, ContentKey } from '@postern/protocol'
import {
  blob,
  type BodyCodec,
  body,
  choice,
  type Fields,
  fixed,
  list,
  optional,
  record,
  text,
  u16,
  u32,
  u64,
} from './field.ts'

/**
 * The desk's key of this statement has come into force. Every member makes the key from the chain
 * he holds; from this event all know when its life ends. (M9)
 */
export interface DeskKeyBegan {
  readonly kind: 'desk-key'
  readonly generation: number
  /** The statement's number. */
  readonly epoch: number
  readonly fromMs: number
}

/** Every envelope of this batch of mix 2 has been tried with the desk's keys. */
export interface DropTaken {
  readonly kind: 'drop-taken'
  readonly drop: number
  /** How many envelopes it held, for whichever desk. */
  readonly items: number
}

/** One fragment for this desk: where its envelope lies, and the key that opens it again. (D2) */
export interface PartTaken extends PartPlace {
  readonly kind: 'part-taken'
  /** 32 bytes. */
  readonly conversation: Uint8Array
  /** 16 bytes. */
  readonly messageId: Uint8Array
  readonly index: number
  readonly count: number
}

/** A 'letter' stands alone; 'message' and 'no-script' go on, the latter through a server's memory. (S4, O3) */
export type MessageKind = 'message' | 'letter' | 'no-script'

/** A file as its message described it; its bytes stay in the drops. */
export interface FileFacts {
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** 32 bytes, taken at the source. */
  readonly sha256: Uint8Array
  readonly copy: 'cleaned' | 'original' | 'sealed-for-two'
}

/** All parts came and the id fits them. */
export interface MessageAssembled {
  readonly kind: 'message-assembled'
  readonly messageId: Uint8Array
  readonly conversation: Uint8Array
  readonly messageKind: MessageKind
  /** 32 bytes; answers and receipts go under it. */
  readonly seed: Uint8Array
  /** The whole text, or null when it is too long for the log and is read from the drops. */
  readonly text: string | null
  readonly files: readonly FileFacts[]
  readonly exclusions: readonly string[]
  /** A questionnaire's answers as they came; empty when there are none. */
  readonly answers: Uint8Array
  /** What it says of an earlier message. */
  readonly about: About | null
  /** Where its envelopes lie and what opens them, for who may read it. */
  readonly parts: readonly PartPlace[]
}

/** One part's envelope. */
export interface PartPlace {
  readonly drop: number
  readonly item: number
  readonly content: ContentKey
}

const MESSAGE_KINDS: readonly MessageKind[] = ['message', 'letter', 'no-script']
export const COPIES: readonly FileFacts['copy'][] = ['cleaned', 'original', 'sealed-for-two']

export const deskKeyBegan: BodyCodec<DeskKeyBegan> = body(2, 'desk-key', {
  generation: u32,
  epoch: u32,
  fromMs: u64,
})

export const dropTaken: BodyCodec<DropTaken> = body(3, 'drop-taken', { drop: u64, items: u32 })

const place: Fields<PartPlace> = {
  drop: u64,
  item: u32,
  content: record<ContentKey>({ key: fixed(32), nonce: fixed(12) }),
}

const ABOUT_KINDS: readonly About['kind'][] = ['withdraw', 'correct']

export const partTaken: BodyCodec<PartTaken> = body(4, 'part-taken', {
  ...place,
  conversation: fixed(32),
  messageId: fixed(16),
  index: u16,
  count: u16,
})

export const messageAssembled: BodyCodec<MessageAssembled> = body(5, 'message-assembled', {
  messageId: fixed(16),
  conversation: fixed(32),
  messageKind: choice(MESSAGE_KINDS),
  seed: fixed(32),
  text: optional(text),
  files: list(
    record<FileFacts>({
      name: text,
      mediaType: text,
      bytes: u32,
      sha256: fixed(32),
      copy: choice(COPIES),
    }),
  ),
  exclusions: list(text),
  answers: blob,
  about: optional(record<About>({ kind: choice(ABOUT_KINDS), messageId: fixed(16) })),
  parts: list(record(place)),
})
