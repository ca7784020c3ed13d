import { concat } from '../bytes/concat.ts'
import { Cursor } from '../bytes/cursor.ts'
import { fromUtf8, utf8 } from '../bytes/utf8.ts'
import { Writer } from '../bytes/writer.ts'
import { PosternError } from '../error.ts'
import { LABELS, labelBytes } from '../suite/labels.ts'
import type { Suite } from '../suite/suite.ts'
import { HASH_BYTES, ID_BYTES, sized } from './ids.ts'
import { AEAD_TAG_BYTES } from './sizes.ts'

/** One sealed chunk of a large file, as it travels and lies (O10). */
export const LANE_CHUNK_BYTES = 1_048_576
export const LANE_TEXT_BYTES: number = LANE_CHUNK_BYTES - AEAD_TAG_BYTES
/** Marks the attachment of a message that says where a large file lies, and how it opens. */
export const LANE_MEDIA_TYPE = 'application/vnd.postern.lane'

/** How many chunks a file may fill: two steps in an octave, so that its size tells little. */
const LANE_COUNTS: readonly number[] = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 1_536, 2_048,
]
const VERSION = 1
const KEY_BYTES = 32

/** All that a desk needs to fetch, open and check one large file. */
export interface LaneReference {
  /** 16 random bytes, by which the sealed chunks are found. */
  readonly id: Uint8Array
  /** 32 random bytes, for this file alone. */
  readonly key: Uint8Array
  readonly bytes: number
  /** Of the whole file, taken at the source. */
  readonly sha256: Uint8Array
  /** As the source's machine called it, unsafe to show: use `displayName`. */
  readonly name: string
}

export interface LaneKey {
  readonly id: Uint8Array
  readonly key: Uint8Array
  readonly count: number
}

/** The chunks that a file of so many bytes fills with its padding; null when it is too large. */
export function laneCount(bytes: number): number | null {
  const least = Math.max(1, Math.ceil(bytes / LANE_TEXT_BYTES))
  return LANE_COUNTS.find((count) => count >= least) ?? null
}

export function isLaneCount(count: number): boolean {
  return LANE_COUNTS.includes(count)
}

/**
 * Seals the n-th chunk: up to 1,048,560 bytes of the file, filled up with zeros. A key is for one
 * file, so the number is the nonce; id and count are bound, so that no chunk stands for another.
 */
export function sealLaneChunk(
  suite: Suite,
  { id, key, count }: LaneKey,
  index: number,
  text: Uint8Array,
): Uint8Array {
  if (text.length > LANE_TEXT_BYTES) throw new TypeError('more than one chunk')
  const padded = new Uint8Array(LANE_TEXT_BYTES)
  padded.set(text)
  return suite.aeadSeal(key, nonceOf(index), aadOf(id, count), padded)
}

/** The 1,048,560 bytes of the n-th chunk; null when it was changed, moved or sealed by another. */
export function openLaneChunk(
  suite: Suite,
  { id, key, count }: LaneKey,
  index: number,
  chunk: Uint8Array,
): Uint8Array | null {
  if (chunk.length !== LANE_CHUNK_BYTES) return null
  return suite.aeadOpen(key, nonceOf(index), aadOf(id, count), chunk)
}

/** reference = version 1 ‖ id 16 ‖ key 32 ‖ bytes 8 ‖ SHA-256 32 ‖ name */
export function encodeLaneReference(reference: LaneReference): Uint8Array {
  return new Writer()
    .u8(VERSION)
    .bytes(sized(reference.id, ID_BYTES, 'lane id'))
    .bytes(sized(reference.key, KEY_BYTES, 'lane key'))
    .u64(reference.bytes)
    .bytes(sized(reference.sha256, HASH_BYTES, 'sha256'))
    .bytes(utf8(reference.name))
    .finish()
}

/** Throws PosternError 'unknown-version', 'short-input', 'bad-utf8' or 'bad-lane'. */
export function decodeLaneReference(bytes: Uint8Array): LaneReference {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== VERSION) throw new PosternError('unknown-version')
  const reference = {
    id: cursor.take(ID_BYTES),
    key: cursor.take(KEY_BYTES),
    bytes: cursor.u64(),
    sha256: cursor.take(HASH_BYTES),
    name: fromUtf8(cursor.rest()),
  }
  if (laneCount(reference.bytes) === null) throw new PosternError('bad-lane')
  return reference
}

function nonceOf(index: number): Uint8Array {
  return new Writer().u32(0).u64(index).finish()
}

function aadOf(id: Uint8Array, count: number): Uint8Array {
  return concat(
    labelBytes(LABELS.laneChunk),
    Uint8Array.of(0),
    id,
    new Writer().u32(count).finish(),
  )
}
