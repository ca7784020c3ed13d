import {
  decodeHeader,
  FRAME_HEAD_BYTES,
  HEADER_BYTES,
  openFrame,
  type SegmentHeader,
} from './frame.ts'
import type { LogFile } from './log-files.ts'
import { damaged, positionOf, Segment } from './segment.ts'

/** A segment before the last one: it was filled and synced before the next one began. */
export async function openFull(file: LogFile, expected: SegmentHeader): Promise<Segment> {
  const header = await readHeader(file, expected)
  if (header === null) throw damaged()
  if ((await file.size()) !== positionOf(header, header.segmentRecords)) throw damaged()
  return new Segment(file, header, header.segmentRecords)
}

/** Whether a crash left this file before it was a segment; no record was ever in it. */
export async function neverBegan(file: LogFile): Promise<boolean> {
  if ((await file.size()) > HEADER_BYTES) return false
  return decodeHeader(await file.read(0, HEADER_BYTES)) === null
}

/**
 * The last segment: a torn end is cut off, damage before it refuses to open. The last commit is
 * written again, through to the disk, because after a missing or failed sync its bytes may be readable and
 * yet not on disk; only then may a reader see them.
 */
export async function openLast(file: LogFile, expected: SegmentHeader): Promise<Segment> {
  const header = await readHeader(file, expected)
  if (header === null) throw damaged()
  const { length, commitStart } = await scan(file, header)
  await file.truncate(positionOf(header, length))
  await writeAgain(file, 0, HEADER_BYTES)
  await writeAgain(file, positionOf(header, commitStart), positionOf(header, length))
  return new Segment(file, header, length)
}

async function writeAgain(file: LogFile, from: number, to: number): Promise<void> {
  if (to > from) await file.write([await file.read(from, to - from)], from)
}

interface Scanned {
  /** Intact records from the beginning. */
  length: number
  /** Where the last intact record's commit begins; 0 when there is none. */
  commitStart: number
}

async function scan(file: LogFile, header: SegmentHeader): Promise<Scanned> {
  const frameBytes = FRAME_HEAD_BYTES + header.recordBytes
  let scanned: Scanned = { length: 0, commitStart: 0 }
  let broken = false
  for (let place = 0; place < header.segmentRecords; place++) {
    const bytes = await file.read(positionOf(header, place), frameBytes)
    if (bytes.length === 0) break
    const frame = bytes.length < frameBytes ? null : openFrame(place, bytes)
    if (frame === null) broken = true
    else if (!broken) scanned = { length: place + 1, commitStart: frame.commitStart }
    else if (frame.commitStart > scanned.length) throw damaged()
  }
  return scanned
}

/** Null when there is no intact header; 'log-damaged' when it is another segment's. */
async function readHeader(file: LogFile, expected: SegmentHeader): Promise<SegmentHeader | null> {
  const header = decodeHeader(await file.read(0, HEADER_BYTES))
  if (header === null) return null
  const same =
    header.recordBytes === expected.recordBytes && header.firstIndex === expected.firstIndex
  if (!same) throw damaged()
  return header
}
