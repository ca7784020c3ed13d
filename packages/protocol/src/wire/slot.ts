import { concat, equalBytes } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import type { Env } from '../env.ts'
import { PosternError } from '../error.ts'
import { LABELS } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { deflate, inflate } from './deflated.ts'
import { REPLY_ID_BYTES, sized } from './ids.ts'
import { type BoxLabels, openBox, sealBox } from './salted-box.ts'
import { SLOT_BYTES, SLOT_TEXT_BYTES } from './sizes.ts'

/** One piece of a deflated reply. */
export interface SlotPart {
  /** 8 bytes. */
  readonly replyId: Uint8Array
  readonly index: number
  readonly count: number
  /** 964 bytes, but 1 to 964 in the last. */
  readonly text: Uint8Array
}

/** 15 KB deflated: a long reply fills a twelfth of a day's slots and no more. */
export const MAX_REPLY_SLOTS = 16
export const MAX_REPLY_BYTES = 65_536
const LABEL: BoxLabels = {
  tagKey: LABELS.slotTagKey,
  tag: LABELS.slotTag,
  key: LABELS.slotKey,
}

/** slot 1,024 = salt 16 ‖ tag 16 ‖ AEAD 992, under a fresh salt at every call (R1). */
export function sealSlot(env: Env, seed: Uint8Array, part: SlotPart): Uint8Array {
  return sealBox(env, LABEL, seed, encodePart(part))
}

/**
 * Null when the slot is another's, random or broken; and null too for a plaintext out of form,
 * which only a desk that breaks the protocol can make.
 */
export function openSlot(suite: Suite, seed: Uint8Array, slot: Uint8Array): SlotPart | null {
  if (slot.length !== SLOT_BYTES) return null
  const plaintext = openBox(suite, LABEL, seed, slot)
  return plaintext && decodePart(plaintext)
}

/** Deflates and cuts a reply. Throws PosternError 'reply-too-long'. */
export function cutReply(replyId: Uint8Array, text: string): SlotPart[] {
  const plain = utf8(text)
  const bytes = deflate(plain)
  const count = Math.ceil(bytes.length / SLOT_TEXT_BYTES)
  if (plain.length > MAX_REPLY_BYTES || count > MAX_REPLY_SLOTS)
    throw new PosternError('reply-too-long')
  return Array.from({ length: count }, (_, index) => ({
    replyId,
    index,
    count,
    text: bytes.subarray(index * SLOT_TEXT_BYTES, (index + 1) * SLOT_TEXT_BYTES),
  }))
}

/**
 * The reply's text from parts in any order, repeats among them; null while one is missing.
 * Throws PosternError 'mixed-slots', 'bad-deflate', 'inflated-too-large' or 'bad-utf8'.
 */
export function joinReply(parts: readonly SlotPart[]): string | null {
  const byIndex = new Map(parts.map((part) => [part.index, part]))
  const sorted = [...byIndex.values()].toSorted((a, b) => a.index - b.index)
  const [first] = sorted
  if (first === undefined) return null
  if (!parts.every((part) => belongs(part, first))) throw new PosternError('mixed-slots')
  if (sorted.length < first.count) return null
  return fromUtf8(inflate(concat(...sorted.map(({ text }) => text)), MAX_REPLY_BYTES))
}

function belongs(part: SlotPart, first: SlotPart): boolean {
  return part.count === first.count && equalBytes(part.replyId, first.replyId)
}

/** 976 = reply id 8 ‖ index 1 ‖ count 1 ‖ length 2 ‖ text 964, filled up with zeros. */
function encodePart(part: SlotPart): Uint8Array {
  if (!wellCut(part)) throw new PosternError('bad-slot')
  return new Writer()
    .bytes(sized(part.replyId, REPLY_ID_BYTES, 'reply'))
    .u8(part.index)
    .u8(part.count)
    .u16(part.text.length)
    .bytes(part.text)
    .bytes(new Uint8Array(SLOT_TEXT_BYTES - part.text.length))
    .finish()
}

function decodePart(plaintext: Uint8Array): SlotPart | null {
  const cursor = new Cursor(plaintext)
  const head = { replyId: cursor.take(REPLY_ID_BYTES), index: cursor.u8(), count: cursor.u8() }
  const length = cursor.u16()
  const padded = cursor.rest()
  const part = { ...head, text: padded.subarray(0, length) }
  const zeros = padded.subarray(length).every((byte) => byte === 0)
  return length <= SLOT_TEXT_BYTES && zeros && wellCut(part) ? part : null
}

/** Every slot of a reply is full but the last. */
function wellCut({ index, count, text }: SlotPart): boolean {
  const least = index === count - 1 ? 1 : SLOT_TEXT_BYTES
  const counted = count >= 1 && count <= MAX_REPLY_SLOTS && index < count
  return counted && text.length >= least && text.length <= SLOT_TEXT_BYTES
}
