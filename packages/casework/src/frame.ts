import { Cursor, PosternError, type Suite, toHex, Writer } from '@postern/protocol'

/**
 * A piece of an event inside a bundle; large events span bundles, small ones share one:
 *
 *   payload = frame ‖ frame ‖ …        at most 4,046 bytes
 *   frame   = event digest 16 ‖ index 2 ‖ count 2 ‖ length 2 ‖ piece
 */
export interface Frame {
  /** The first 16 bytes of the whole event's SHA-256. */
  readonly digest: Uint8Array
  readonly index: number
  readonly count: number
  readonly piece: Uint8Array
}

export const BUNDLE_PAYLOAD_BYTES = 4_046
export const FRAME_HEAD_BYTES = 22
/** The largest piece but for the last is the same everywhere: a bundle's whole payload. */
const PIECE_BYTES: number = BUNDLE_PAYLOAD_BYTES - FRAME_HEAD_BYTES
/** An answer of 200,000 characters in three bytes each, and what is round it. */
const EVENT_MAX_BYTES: number = 640 * 1_024

export function cutEvent(suite: Suite, event: Uint8Array): Frame[] {
  if (event.length > EVENT_MAX_BYTES) throw new PosternError('event-too-large')
  const digest = suite.sha256(event).subarray(0, 16)
  const count = Math.ceil(event.length / PIECE_BYTES)
  return Array.from({ length: count }, (_, index) => {
    const piece = event.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES)
    return { digest, index, count, piece }
  })
}

export function frameBytes(frame: Frame): number {
  return FRAME_HEAD_BYTES + frame.piece.length
}

export function encodeFrames(frames: readonly Frame[]): Uint8Array {
  const writer = new Writer()
  for (const { digest, index, count, piece } of frames)
    writer.bytes(digest).u16(index).u16(count).u16(piece.length).bytes(piece)
  return writer.finish()
}

/** Throws PosternError 'short-input' when a frame is cut off. */
export function decodeFrames(payload: Uint8Array): Frame[] {
  const cursor = new Cursor(payload)
  const frames: Frame[] = []
  for (let left = payload.length; left > 0;) {
    const frame = decodeFrame(cursor)
    frames.push(frame)
    left -= frameBytes(frame)
  }
  return frames
}

function decodeFrame(cursor: Cursor): Frame {
  const digest = cursor.take(16)
  const index = cursor.u16()
  const count = cursor.u16()
  return { digest, index, count, piece: cursor.take(cursor.u16()) }
}

type Gathering = { count: number; pieces: Map<number, Uint8Array>; bytes: number }

/** Events of which not all frames have come are at most so many; the oldest gives way. */
const MAX_GATHERING = 256

/** Puts frames together again, in whatever order they come and however often. */
export class FrameGatherer {
  readonly #suite: Suite
  readonly #open = new Map<string, Gathering>()

  constructor(suite: Suite) {
    this.#suite = suite
  }

  /** The whole event when this frame completes it and its digest fits; else null. */
  add(frame: Frame): Uint8Array | null {
    const id = toHex(frame.digest)
    const gathering = this.#open.get(id) ?? this.#begin(id, frame.count)
    if (!this.#admit(gathering, frame)) return null
    if (gathering.pieces.size < gathering.count) return null
    this.#open.delete(id)
    const whole = joined(gathering)
    return toHex(this.#suite.sha256(whole).subarray(0, 16)) === id ? whole : null
  }

  #begin(id: string, count: number): Gathering {
    const oldest = this.#open.keys().next()
    if (this.#open.size >= MAX_GATHERING && !oldest.done) this.#open.delete(oldest.value)
    const gathering: Gathering = { count, pieces: new Map(), bytes: 0 }
    this.#open.set(id, gathering)
    return gathering
  }

  #admit(gathering: Gathering, { index, count, piece }: Frame): boolean {
    if (count !== gathering.count || index >= count) return false
    if (gathering.pieces.has(index)) return false
    if (gathering.bytes + piece.length > EVENT_MAX_BYTES) return false
    gathering.pieces.set(index, piece)
    gathering.bytes += piece.length
    return true
  }
}

function joined({ count, pieces, bytes }: Gathering): Uint8Array {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (let index = 0; index < count; index++) {
    const piece = pieces.get(index) ?? new Uint8Array(0)
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
