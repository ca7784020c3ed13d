import {
  equalBytes,
  LANE_TEXT_BYTES,
  laneCount,
  type LaneReference,
  openLaneChunk,
  PosternError,
  type Suite,
} from '@postern/protocol'
import type { RunningHash } from '@postern/protocol/portable'

/** A sealed chunk by its number; null when the front has it no more, or not all of it yet. */
export type FetchChunk = (index: number) => Promise<Uint8Array | null>

/**
 * Fetches and opens a large file, one chunk in memory at a time. It ends only when the whole file is
 * what the source took the hash of; what was given before is kept by nobody unless it ends. Throws
 * PosternError 'lane-absent', 'lane-changed' or 'lane-differs'. (O12)
 */
export async function* readLane(
  suite: Suite,
  hash: RunningHash,
  fetchChunk: FetchChunk,
  reference: LaneReference,
): AsyncGenerator<Uint8Array> {
  const { id, key, bytes } = reference
  const count = laneCount(bytes) ?? 0
  for (let index = 0; index * LANE_TEXT_BYTES < bytes; index++) {
    const chunk = await fetchChunk(index)
    if (chunk === null) throw new PosternError('lane-absent')
    const text = openLaneChunk(suite, { id, key, count }, index, chunk)
    if (text === null) throw new PosternError('lane-changed')
    const piece = text.subarray(0, Math.min(LANE_TEXT_BYTES, bytes - index * LANE_TEXT_BYTES))
    hash.update(piece)
    yield piece
  }
  if (!equalBytes(hash.digest(), reference.sha256)) throw new PosternError('lane-differs')
}
