import { crc32 } from 'node:zlib'

/**
 * ```
 * segment   header 28 ‖ frames, at most the stated number
 * header    magic "PSTNLOG1" 8 ‖ record bytes 4 ‖ segment records 4 ‖ first index 8 ‖ CRC-32 4
 * frame     CRC-32 4 ‖ commit start 4 ‖ record
 * ```
 * A frame's checksum covers its place in the segment, the commit start and the record. Commit
 * start is the place of the first record that was synced together with this one. A commit begins
 * only after the one before it is durable, so a broken frame with an intact later commit behind
 * it is damage, not a torn end.
 */
export const HEADER_BYTES = 28
export const FRAME_HEAD_BYTES = 8

const MAGIC = Buffer.from('PSTNLOG1')

export interface SegmentHeader {
  recordBytes: number
  /** Frames of a full segment. */
  segmentRecords: number
  /** Index, within the epoch, of the segment's first record. */
  firstIndex: number
}

export interface Frame {
  commitStart: number
  record: Uint8Array
}

export function encodeHeader(header: SegmentHeader): Uint8Array {
  const bytes = Buffer.from(new Uint8Array(HEADER_BYTES).buffer)
  MAGIC.copy(bytes)
  bytes.writeUInt32BE(header.recordBytes, 8)
  bytes.writeUInt32BE(header.segmentRecords, 12)
  bytes.writeBigUInt64BE(BigInt(header.firstIndex), 16)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 24)), 24)
  return bytes
}

/** Null when the bytes are not a whole, intact header. */
export function decodeHeader(bytes: Uint8Array): SegmentHeader | null {
  if (bytes.length !== HEADER_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const header: SegmentHeader = {
    recordBytes: view.getUint32(8),
    segmentRecords: view.getUint32(12),
    firstIndex: Number(view.getBigUint64(16)),
  }
  return Buffer.compare(bytes, encodeHeader(header)) === 0 ? header : null
}

/** The 8 bytes before a record; `place` counts records within the segment. */
export function frameHead(place: number, commitStart: number, record: Uint8Array): Uint8Array {
  const head = Buffer.from(new Uint8Array(FRAME_HEAD_BYTES).buffer)
  head.writeUInt32BE(commitStart, 4)
  head.writeUInt32BE(checksum(place, head.subarray(4), record), 0)
  return head
}

/** Null when the bytes are not the whole, intact frame of this place. */
export function openFrame(place: number, bytes: Uint8Array): Frame | null {
  if (bytes.length <= FRAME_HEAD_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, FRAME_HEAD_BYTES)
  const record = bytes.subarray(FRAME_HEAD_BYTES)
  if (view.getUint32(0) !== checksum(place, bytes.subarray(4, 8), record)) return null
  return { commitStart: view.getUint32(4), record }
}

function checksum(place: number, commitStart: Uint8Array, record: Uint8Array): number {
  return crc32(record, crc32(commitStart, place))
}
