import { LANE_TEXT_BYTES, laneCount, type LaneReference, sealLaneChunk } from '@postern/protocol'
import { portableSuite, runningSha256 } from '@postern/protocol/portable'
import { expect, test } from 'vitest'
import { type FetchChunk, readLane } from '../src/member/lane-reader.ts'

const BYTES = 2 * LANE_TEXT_BYTES + 1_000
const file = Uint8Array.from({ length: BYTES }, (_, at) => (at * 7 + (at >> 12)) % 251)
const reference: LaneReference = {
  id: new Uint8Array(16).fill(1),
  key: new Uint8Array(32).fill(2),
  bytes: BYTES,
  sha256: portableSuite.sha256(file),
  name: 'file.mov',
}
const lying: Uint8Array[] = chunksOf(file)

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const key = { id: reference.id, key: reference.key, count: laneCount(BYTES) ?? 0 }
  return Array.from({ length: key.count }, (_, at) => {
    const text = bytes.subarray(at * LANE_TEXT_BYTES, (at + 1) * LANE_TEXT_BYTES)
    return sealLaneChunk(portableSuite, key, at, text)
  })
}

/** What a handler has at the end; null while nothing is certain. */
async function read(fetchChunk: FetchChunk, of: LaneReference = reference): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of readLane(portableSuite, runningSha256(), fetchChunk, of))
    pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

test('a large file comes out piece by piece as it went in, its padding left where it is', async () => {
  const asked: number[] = []
  const fetchChunk: FetchChunk = async (index) => {
    asked.push(index)
    return lying[index] ?? null
  }
  expect(portableSuite.sha256(await read(fetchChunk))).toEqual(reference.sha256)
  expect(asked).toEqual([0, 1, 2])
})

test.each<[string, FetchChunk, LaneReference, string]>([
  [
    'is not whole yet',
    async (at) => (at < 2 ? (lying[at] ?? null) : null),
    reference,
    'lane-absent',
  ],
  [
    'was changed in one byte',
    async (at) => (at === 1 ? flipped(lying[at]) : (lying[at] ?? null)),
    reference,
    'lane-changed',
  ],
  [
    'has its chunks exchanged',
    async (at) => lying[at === 0 ? 1 : 0] ?? null,
    reference,
    'lane-changed',
  ],
  [
    'has other bytes than the source took the hash of',
    async (at) => lying[at] ?? null,
    { ...reference, sha256: new Uint8Array(32) },
    'lane-differs',
  ],
  [
    'is said to be shorter than it is',
    async (at) => lying[at] ?? null,
    { ...reference, bytes: BYTES - 1 },
    'lane-differs',
  ],
])('a file that %s is refused', async (_, fetchChunk, of, code) => {
  await expect(read(fetchChunk, of)).rejects.toThrow(code)
})

function flipped(chunk: Uint8Array | undefined): Uint8Array | null {
  return chunk?.with(99, (chunk[99] ?? 0) ^ 1) ?? null
}
