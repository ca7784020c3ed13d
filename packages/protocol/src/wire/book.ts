import { Cursor } from '../bytes/cursor.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { type About, ABOUT_BYTES, decodeAbout, encodeAbout } from './about.ts'
import { MAX_TEXT_BYTES } from './content.ts'
import { deflate, inflate } from './deflated.ts'
import { HASH_BYTES, ID_BYTES, MESSAGE_ID_BYTES, REPLY_ID_BYTES, sized } from './ids.ts'
import { MAX_FRAGMENTS } from './parameters.ts'

/** A file of a sent message, as the thread names it. */
export interface BookFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: Uint8Array
}

/** A message that was queued, and how far it has come. */
export interface BookMessage {
  readonly kind: 'sent'
  readonly deskId: Uint8Array
  readonly messageId: Uint8Array
  /** It went under a seed of its own, and not under the words'. (R8) */
  readonly own: boolean
  /** That seed; null for the words', and once its own is erased. */
  readonly seed: Uint8Array | null
  readonly text: string
  readonly files: readonly BookFile[]
  /** Null for one that stands for itself. */
  readonly about: About | null
  readonly parts: number
  /** The message as it was cut, to leave; empty once it needed the room of others. (S4) */
  readonly bytes: Uint8Array
  /** By index, as bits: parts that wait, and parts of which a cell was posted. */
  readonly waiting: number
  readonly tried: number
  /** Counts messages as they were written, and as they were queued. */
  readonly made: number
  readonly turn: number
  /** A receipt under its own seed, or one that can be no other's, has come. */
  readonly arrived: boolean
  /** `made` of the first message written after it had arrived; 0 while there is none. */
  readonly followedBy: number
}

/** An answer that was found. */
export interface BookAnswer {
  readonly kind: 'reply'
  readonly deskId: Uint8Array
  readonly replyId: Uint8Array
  readonly text: string
}

export type BookEntry = BookMessage | BookAnswer

/** What a source's vault holds. (P4) */
export interface Book {
  /** New messages get seeds of their own, which live here alone. (R8) */
  readonly tied: boolean
  /** The last attempt with a real cell; null before the first. (V3) */
  readonly attempt: { readonly interval: number; readonly batch: number } | null
  readonly made: number
  readonly turn: number
  /** In the order in which they came to be known. */
  readonly entries: readonly BookEntry[]
}

export const EMPTY_BOOK: Book = { tied: false, attempt: null, made: 0, turn: 0, entries: [] }

const VERSION = 1
const SENT = 1
const REPLY = 2
const MAX_ENTRIES = 4_096

/**
 * book = version 1 ‖ tied 1 ‖ attempted 1 ‖ interval 8 ‖ batch 8 ‖ made 4 ‖ turn 4 ‖ count 2 ‖ entries,
 * each kind 1 ‖ its fields.
 */
export function encodeBook(book: Book): Uint8Array {
  const writer = new Writer().u8(VERSION).u8(book.tied ? 1 : 0)
  writer.u8(book.attempt ? 1 : 0)
  writer.u64(book.attempt?.interval ?? 0).u64(book.attempt?.batch ?? 0)
  writer.u32(book.made).u32(book.turn).u16(book.entries.length)
  for (const entry of book.entries) writer.bytes(encodeEntry(entry))
  return writer.finish()
}

/** Throws PosternError 'unknown-version', 'bad-book', or one of a cursor's or of inflating. */
export function decodeBook(bytes: Uint8Array): Book {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== VERSION) throw new PosternError('unknown-version')
  const tied = flag(cursor)
  const attempted = flag(cursor)
  const attempt = { interval: cursor.u64(), batch: cursor.u64() }
  const [made, turn, count] = [cursor.u32(), cursor.u32(), cursor.u16()]
  if (count > MAX_ENTRIES) throw new PosternError('bad-book', 'count')
  const entries = Array.from({ length: count }, () => decodeEntry(cursor))
  cursor.finish()
  return { tied, attempt: attempted ? attempt : null, made, turn, entries }
}

/** One entry as it stands in a book: what it takes of the room. */
export function encodeEntry(entry: BookEntry): Uint8Array {
  const writer = new Writer().u8(entry.kind === 'sent' ? SENT : REPLY)
  writer.bytes(sized(entry.deskId, ID_BYTES, 'desk'))
  if (entry.kind === 'sent') writeMessage(writer, entry)
  else writer.bytes(sized(entry.replyId, REPLY_ID_BYTES, 'reply'))
  return writeLong(writer, deflate(utf8(entry.text))).finish()
}

function decodeEntry(cursor: Cursor): BookEntry {
  const kind = cursor.u8()
  const deskId = cursor.take(ID_BYTES).slice()
  if (kind === SENT) {
    const message = readMessage(cursor)
    return { kind: 'sent', deskId, ...message, text: readText(cursor) }
  }
  if (kind !== REPLY) throw new PosternError('bad-book', 'kind')
  const replyId = cursor.take(REPLY_ID_BYTES).slice()
  return { kind: 'reply', deskId, replyId, text: readText(cursor) }
}

function writeMessage(writer: Writer, one: BookMessage): void {
  writer.bytes(sized(one.messageId, MESSAGE_ID_BYTES, 'message id'))
  writer
    .u8(one.arrived ? 1 : 0)
    .u8(one.own ? 1 : 0)
    .u8(one.seed ? 1 : 0)
  writer.bytes(sized(one.seed ?? new Uint8Array(HASH_BYTES), HASH_BYTES, 'seed'))
  writer.u8(one.parts).u32(one.waiting).u32(one.tried)
  writer.u32(one.made).u32(one.turn).u32(one.followedBy)
  writer.bytes(one.about ? encodeAbout(one.about) : new Uint8Array(ABOUT_BYTES))
  writer.u8(one.files.length)
  for (const { name, bytes, sha256 } of one.files) {
    const text = utf8(name)
    writer
      .u8(text.length)
      .bytes(text)
      .u32(bytes)
      .bytes(sized(sha256, HASH_BYTES, 'sha256'))
  }
  writeLong(writer, one.bytes)
}

function readMessage(cursor: Cursor): Omit<BookMessage, 'kind' | 'deskId' | 'text'> {
  const messageId = cursor.take(MESSAGE_ID_BYTES).slice()
  const [arrived, own, hasSeed] = [flag(cursor), flag(cursor), flag(cursor)]
  const seed = cursor.take(HASH_BYTES).slice()
  const [parts, waiting, tried] = [cursor.u8(), cursor.u32(), cursor.u32()]
  if (parts < 1 || parts > MAX_FRAGMENTS) throw new PosternError('bad-book', 'parts')
  const [made, turn, followedBy] = [cursor.u32(), cursor.u32(), cursor.u32()]
  const about = readAbout(cursor.take(ABOUT_BYTES))
  const files = Array.from({ length: cursor.u8() }, () => readFile(cursor))
  const bytes = readLong(cursor).slice()
  const counts = { parts, waiting, tried, made, turn, followedBy }
  return { messageId, arrived, own, seed: hasSeed ? seed : null, ...counts, about, files, bytes }
}

/** Zeros stand for none. */
function readAbout(bytes: Uint8Array): About | null {
  return bytes.every((byte) => byte === 0) ? null : decodeAbout(bytes)
}

function readFile(cursor: Cursor): BookFile {
  const name = fromUtf8(cursor.take(cursor.u8()))
  return { name, bytes: cursor.u32(), sha256: cursor.take(HASH_BYTES).slice() }
}

function readText(cursor: Cursor): string {
  return fromUtf8(inflate(readLong(cursor), MAX_TEXT_BYTES))
}

function writeLong(writer: Writer, bytes: Uint8Array): Writer {
  return writer.u32(bytes.length).bytes(bytes)
}

function readLong(cursor: Cursor): Uint8Array {
  return cursor.take(cursor.u32())
}

function flag(cursor: Cursor): boolean {
  const byte = cursor.u8()
  if (byte > 1) throw new PosternError('bad-book', 'flag')
  return byte === 1
}
