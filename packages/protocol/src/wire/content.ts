import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { ABOUT_BYTES, type About, decodeAbout, encodeAbout } from './about.ts'
import { type Attachment, decodeAttachment, encodeAttachment } from './attachment.ts'
import { REPLY_ID_BYTES, sized } from './ids.ts'

/** What a source says in one message (S6). */
export interface Content {
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** Names of handlers who are not to read it. */
  readonly exclusions: readonly string[]
  /** Answers to a questionnaire, opaque here; empty when there was none. */
  readonly answers: Uint8Array
  /** The newest reply ids that were read, 8 bytes each. */
  readonly read: readonly Uint8Array[]
  /** Absent for a message that stands for itself. */
  readonly about?: About
}

export const MAX_TEXT_BYTES = 262_144
export const MAX_ATTACHMENTS = 16
export const MAX_EXCLUSIONS = 32
export const MAX_EXCLUSION_BYTES = 256
export const MAX_ANSWERS_BYTES = 65_536
export const MAX_READ = 64

const TEXT = 1
const ATTACHMENT = 2
const EXCLUSION = 3
const ANSWERS = 4
const READ = 5
const ABOUT = 6

/** By tag: how many fields of it there may be, and how long each. */
const BOUNDS: Readonly<Record<number, { most: number; bytes: number }>> = {
  [TEXT]: { most: 1, bytes: MAX_TEXT_BYTES },
  [ATTACHMENT]: { most: MAX_ATTACHMENTS, bytes: 0xffff_ffff },
  [EXCLUSION]: { most: MAX_EXCLUSIONS, bytes: MAX_EXCLUSION_BYTES },
  [ANSWERS]: { most: 1, bytes: MAX_ANSWERS_BYTES },
  [READ]: { most: 1, bytes: MAX_READ * REPLY_ID_BYTES },
  [ABOUT]: { most: 1, bytes: ABOUT_BYTES },
}

interface Field {
  readonly tag: number
  readonly value: Uint8Array
}

/**
 * content = fields of tag 1 ‖ length 4 ‖ value, in the order of their tags:
 * 1 text, always there · 2 attachment, each · 3 exclusion, each · 4 answers · 5 reply ids read ·
 * 6 what it says of an earlier message.
 * Empty answers and an empty list are left out. Throws PosternError 'bad-content' beyond a bound.
 */
export function encodeContent(content: Content): Uint8Array {
  const fields = [
    { tag: TEXT, value: utf8(content.text) },
    ...content.attachments.map((each) => ({ tag: ATTACHMENT, value: encodeAttachment(each) })),
    ...content.exclusions.map((each) => ({ tag: EXCLUSION, value: utf8(each) })),
    { tag: ANSWERS, value: content.answers },
    { tag: READ, value: concat(...content.read.map((id) => sized(id, REPLY_ID_BYTES, 'reply'))) },
    ...(content.about ? [{ tag: ABOUT, value: encodeAbout(content.about) }] : []),
  ].filter(({ tag, value }) => (tag !== ANSWERS && tag !== READ) || value.length > 0)
  checkFields(fields)
  return concat(...fields.map((field) => encodeField(field)))
}

/** Throws PosternError 'bad-content', 'short-input' or 'bad-utf8'. */
export function decodeContent(bytes: Uint8Array): Content {
  const fields = decodeFields(bytes)
  checkFields(fields)
  const values = (tag: number): Uint8Array[] =>
    fields.filter((field) => field.tag === tag).map((field) => field.value)
  const [about] = values(ABOUT).map((value) => ({ about: decodeAbout(value) }))
  return {
    text: values(TEXT).map(fromUtf8).join(''),
    attachments: values(ATTACHMENT).map(decodeAttachment),
    exclusions: values(EXCLUSION).map(fromUtf8),
    answers: concat(...values(ANSWERS)),
    read: values(READ).flatMap(readIds),
    ...about,
  }
}

function encodeField({ tag, value }: Field): Uint8Array {
  return new Writer().u8(tag).u32(value.length).bytes(value).finish()
}

function decodeFields(bytes: Uint8Array): Field[] {
  const cursor = new Cursor(bytes)
  const most = Object.values(BOUNDS).reduce((sum, bound) => sum + bound.most, 0)
  const fields: Field[] = []
  for (let left = bytes.length; left > 0; left -= 5 + (fields.at(-1)?.value.length ?? 0)) {
    if (fields.length >= most) throw new PosternError('bad-content', 'too many fields')
    fields.push({ tag: cursor.u8(), value: cursor.take(cursor.u32()) })
  }
  cursor.finish()
  return fields
}

function checkFields(fields: readonly Field[]): void {
  if (fields[0]?.tag !== TEXT) throw new PosternError('bad-content', 'no text')
  const ordered = fields.every(({ tag }, n) => n === 0 || tag >= (fields[n - 1]?.tag ?? 0))
  if (!ordered) throw new PosternError('bad-content', 'order of fields')
  for (const field of fields) checkField(field, fields)
}

function checkField({ tag, value }: Field, fields: readonly Field[]): void {
  const bound = BOUNDS[tag]
  if (bound === undefined) throw new PosternError('bad-content', 'unknown field')
  if (value.length > bound.bytes) throw new PosternError('bad-content', 'field too long')
  if (value.length === 0 && tag !== TEXT) throw new PosternError('bad-content', 'empty field')
  if (fields.filter((each) => each.tag === tag).length > bound.most)
    throw new PosternError('bad-content', 'too many of one field')
}

function readIds(value: Uint8Array): Uint8Array[] {
  const count = value.length / REPLY_ID_BYTES
  if (!Number.isInteger(count)) throw new PosternError('bad-content', 'reply ids')
  const cursor = new Cursor(value)
  return Array.from({ length: count }, () => cursor.take(REPLY_ID_BYTES))
}
