import { type ContentKey, type Cursor, Writer } from '@postern/protocol'
import { readChoice, readList, readText, writeList, writeText } from './field.ts'

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
export interface PartTaken {
  readonly kind: 'part-taken'
  readonly drop: number
  readonly item: number
  readonly content: ContentKey
  /** 32 bytes. */
  readonly conversation: Uint8Array
  /** 16 bytes. */
  readonly messageId: Uint8Array
  readonly index: number
  readonly count: number
}

/** 'message' goes on; a 'letter' or a message from a page without script stands alone. (S4) */
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
}

const MESSAGE_KINDS: readonly MessageKind[] = ['message', 'letter', 'no-script']
const COPIES: readonly FileFacts['copy'][] = ['cleaned', 'original', 'sealed-for-two']

export function encodeDeskKeyBegan(body: DeskKeyBegan): Uint8Array {
  return new Writer().u32(body.generation).u32(body.epoch).u64(body.fromMs).finish()
}

export function decodeDeskKeyBegan(cursor: Cursor): DeskKeyBegan {
  const generation = cursor.u32()
  return { kind: 'desk-key', generation, epoch: cursor.u32(), fromMs: cursor.u64() }
}

export function encodeDropTaken(body: DropTaken): Uint8Array {
  return new Writer().u64(body.drop).u32(body.items).finish()
}

export function decodeDropTaken(cursor: Cursor): DropTaken {
  return { kind: 'drop-taken', drop: cursor.u64(), items: cursor.u32() }
}

export function encodePartTaken(body: PartTaken): Uint8Array {
  const place = new Writer().u64(body.drop).u32(body.item)
  const opened = place.bytes(body.content.key).bytes(body.content.nonce)
  return opened
    .bytes(body.conversation)
    .bytes(body.messageId)
    .u16(body.index)
    .u16(body.count)
    .finish()
}

export function decodePartTaken(cursor: Cursor): PartTaken {
  return {
    kind: 'part-taken',
    drop: cursor.u64(),
    item: cursor.u32(),
    content: { key: cursor.take(32), nonce: cursor.take(12) },
    conversation: cursor.take(32),
    messageId: cursor.take(16),
    index: cursor.u16(),
    count: cursor.u16(),
  }
}

export function encodeMessageAssembled(body: MessageAssembled): Uint8Array {
  const writer = new Writer().bytes(body.messageId).bytes(body.conversation)
  writer.u8(MESSAGE_KINDS.indexOf(body.messageKind)).bytes(body.seed)
  writeList(writer, body.text === null ? [] : [body.text], writeText)
  writeList(writer, body.files, writeFile)
  writeList(writer, body.exclusions, writeText)
  return writer.u32(body.answers.length).bytes(body.answers).finish()
}

export function decodeMessageAssembled(cursor: Cursor): MessageAssembled {
  return {
    kind: 'message-assembled',
    messageId: cursor.take(16),
    conversation: cursor.take(32),
    messageKind: readChoice(cursor, MESSAGE_KINDS),
    seed: cursor.take(32),
    text: readList(cursor, readText)[0] ?? null,
    files: readList(cursor, readFile),
    exclusions: readList(cursor, readText),
    answers: cursor.take(cursor.u32()),
  }
}

function writeFile(writer: Writer, file: FileFacts): Writer {
  writeText(writeText(writer, file.name), file.mediaType)
  return writer.u32(file.bytes).bytes(file.sha256).u8(COPIES.indexOf(file.copy))
}

function readFile(cursor: Cursor): FileFacts {
  return {
    name: readText(cursor),
    mediaType: readText(cursor),
    bytes: cursor.u32(),
    sha256: cursor.take(32),
    copy: readChoice(cursor, COPIES),
  }
}
