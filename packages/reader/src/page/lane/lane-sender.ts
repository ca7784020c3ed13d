import {
  type Env,
  LANE_TEXT_BYTES,
  laneCount,
  type LaneKey,
  type LaneReference,
  PosternError,
  sealLaneChunk,
  toHex,
} from '@postern/protocol'
import type { RunningHash } from '@postern/protocol/portable'

/** The requests of the fast lane. Both throw when the line breaks. */
export interface LaneLine {
  /** How many chunks the other side has. */
  held(id: string): Promise<number>
  put(path: string, chunk: Uint8Array): Promise<'taken' | 'no-room' | 'refused'>
}

export interface LaneWork {
  readonly env: Env
  readonly hash: RunningHash
  readonly line: LaneLine
  pause(ms: number): Promise<void>
  /** Chunks that have arrived, of so many; `waiting` while the line is broken. */
  progress(done: number, count: number, waiting: boolean): void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** About an hour of a broken line; then she is told. */
const MOST_TRIES = 120

/**
 * Sends one large file as sealed chunks of one size, one after another, and goes on where it was when
 * the line breaks. One chunk is in memory at a time. Resolves to what the desk must know, to travel
 * in a message. PosternError 'lane-empty', 'lane-too-large', 'lane-no-room', 'lane-broken', or
 * 'lane-unreadable' when the file cannot be read any more. (O10, O11)
 */
export async function sendLane(work: LaneWork, file: Blob, name: string): Promise<LaneReference> {
  const count = laneCount(file.size)
  if (file.size === 0) throw new PosternError('lane-empty')
  if (count === null) throw new PosternError('lane-too-large')
  const key: LaneKey = { id: work.env.random(16), key: work.env.random(32), count }
  for (let index = 0; index < count; index++) {
    const text = await textOf(file, index)
    work.hash.update(text)
    await putPatiently(work, key, index, sealLaneChunk(work.env.suite, key, index, text))
    work.progress(index + 1, count, false)
  }
  const { id } = key
  return { id, key: key.key, bytes: file.size, sha256: work.hash.digest(), name }
}

/** Empty where the file ends before its padding does. */
async function textOf(file: Blob, index: number): Promise<Uint8Array> {
  const from = Math.min(file.size, index * LANE_TEXT_BYTES)
  try {
    return new Uint8Array(await file.slice(from, from + LANE_TEXT_BYTES).arrayBuffer())
  } catch {
    throw new PosternError('lane-unreadable')
  }
}

async function putPatiently(
  work: LaneWork,
  { id, count }: LaneKey,
  index: number,
  chunk: Uint8Array,
): Promise<void> {
  const path = `${toHex(id)}/${count}/${index}`
  let pauseMs = FIRST_PAUSE_MS
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const taken = await work.line.put(path, chunk).catch(() => null)
    if (taken === 'taken') return
    if (taken === 'no-room') throw new PosternError('lane-no-room')
    work.progress(index, count, true)
    await work.pause(pauseMs)
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    const held = await work.line.held(toHex(id)).catch(() => null)
    if (held !== null && held > index) return
    if (held !== null && held < index) throw new PosternError('lane-broken')
  }
  throw new PosternError('lane-broken')
}
