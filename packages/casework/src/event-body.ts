import { Cursor, PosternError } from '@postern/protocol'
import * as trays from './carried-event.ts'
import * as contact from './contact-event.ts'
import * as intake from './intake-event.ts'
import { decodeMemberJoined, encodeMemberJoined, type MemberJoined } from './member-event.ts'

/** A kind that this version does not know: kept, passed on and shown as unknown. */
export interface UnknownEvent {
  readonly kind: 'unknown'
  readonly number: number
  readonly bytes: Uint8Array
}

export type EventBody =
  | MemberJoined
  | intake.DeskKeyBegan
  | intake.DropTaken
  | intake.PartTaken
  | intake.MessageAssembled
  | contact.ContactAccepted
  | contact.ContactDeclined
  | contact.Reply
  | contact.ReplyRead
  | contact.Note
  | trays.Carried
  | trays.TraysClaimed
  | UnknownEvent

type KnownBody = Exclude<EventBody, UnknownEvent>

interface Codec<B> {
  readonly number: number
  encode(body: B): Uint8Array
  decode(cursor: Cursor): B
}

/** Numbers are never given twice; a new kind takes the next one. */
const CODECS: { readonly [K in KnownBody['kind']]: Codec<Extract<KnownBody, { kind: K }>> } = {
  'member-joined': { number: 1, encode: encodeMemberJoined, decode: decodeMemberJoined },
  'desk-key': {
    number: 2,
    encode: intake.encodeDeskKeyBegan,
    decode: intake.decodeDeskKeyBegan,
  },
  'drop-taken': { number: 3, encode: intake.encodeDropTaken, decode: intake.decodeDropTaken },
  'part-taken': { number: 4, encode: intake.encodePartTaken, decode: intake.decodePartTaken },
  'message-assembled': {
    number: 5,
    encode: intake.encodeMessageAssembled,
    decode: intake.decodeMessageAssembled,
  },
  'contact-accepted': {
    number: 6,
    encode: contact.encodeContactAccepted,
    decode: contact.decodeContactAccepted,
  },
  'contact-declined': {
    number: 7,
    encode: contact.encodeContactDeclined,
    decode: contact.decodeContactDeclined,
  },
  reply: { number: 8, encode: contact.encodeReply, decode: contact.decodeReply },
  'reply-read': { number: 9, encode: contact.encodeReplyRead, decode: contact.decodeReplyRead },
  note: { number: 10, encode: contact.encodeNote, decode: contact.decodeNote },
  carried: { number: 11, encode: trays.encodeCarried, decode: trays.decodeCarried },
  'trays-claimed': {
    number: 12,
    encode: trays.encodeTraysClaimed,
    decode: trays.decodeTraysClaimed,
  },
}

const DECODERS: ReadonlyMap<number, (cursor: Cursor) => KnownBody> = new Map(
  Object.values(CODECS).map((codec) => [codec.number, (cursor: Cursor) => codec.decode(cursor)]),
)

/** The kind's number, 2 bytes on the wire. */
export function bodyNumber(body: EventBody): number {
  return body.kind === 'unknown' ? body.number : CODECS[body.kind].number
}

export function encodeBody(body: EventBody): Uint8Array {
  if (body.kind === 'unknown') return body.bytes
  const codec: Codec<typeof body> = CODECS[body.kind]
  return codec.encode(body)
}

/** Throws PosternError when a known kind is malformed; an unknown one is kept as it is. */
export function decodeBody(number: number, bytes: Uint8Array): EventBody {
  const decode = DECODERS.get(number)
  if (decode === undefined) return { kind: 'unknown', number, bytes }
  const cursor = new Cursor(bytes)
  const body = decode(cursor)
  cursor.finish()
  if (body === undefined) throw new PosternError('malformed')
  return body
}
