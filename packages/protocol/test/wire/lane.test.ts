import {
  decodeLaneReference,
  encodeLaneReference,
  LANE_CHUNK_BYTES,
  LANE_TEXT_BYTES,
  laneCount,
  openLaneChunk,
  sealLaneChunk,
} from '@postern/protocol'
import { portableSuite, runningSha256 } from '@postern/protocol/portable'
import { describe, expect, it } from 'vitest'

const key = { id: new Uint8Array(16).fill(1), key: new Uint8Array(32).fill(2), count: 3 }
const text = new Uint8Array(1_000).fill(7)
const chunk = sealLaneChunk(portableSuite, key, 1, text)

describe('a large file', () => {
  it('is padded to one of 22 sizes, and ends at 2 GB', () => {
    expect(laneCount(0)).toBe(1)
    expect(laneCount(LANE_TEXT_BYTES)).toBe(1)
    expect(laneCount(LANE_TEXT_BYTES + 1)).toBe(2)
    expect(laneCount(5 * LANE_TEXT_BYTES)).toBe(6)
    expect(laneCount(2_000_000_000)).toBe(2_048)
    expect(laneCount(2_048 * LANE_TEXT_BYTES)).toBe(2_048)
    expect(laneCount(2_048 * LANE_TEXT_BYTES + 1)).toBeNull()
  })

  it('travels in chunks of one size, that open to what was sealed and zeros', () => {
    expect(chunk.length).toBe(LANE_CHUNK_BYTES)
    const opened = openLaneChunk(portableSuite, key, 1, chunk)
    expect(opened?.subarray(0, 1_000)).toEqual(text)
    expect(opened?.subarray(1_000).some((byte) => byte !== 0)).toBe(false)
  })

  it.each([
    ['a changed byte', key, 1, chunk.with(5, (chunk[5] ?? 0) ^ 1)],
    ['another place', key, 2, chunk],
    ['another number of chunks', { ...key, count: 4 }, 1, chunk],
    ['another upload', { ...key, id: new Uint8Array(16) }, 1, chunk],
    ['another key', { ...key, key: new Uint8Array(32) }, 1, chunk],
    ['a cut chunk', key, 1, chunk.slice(1)],
  ])('opens nothing with %s', (_, opener, index, bytes) => {
    expect(openLaneChunk(portableSuite, opener, index, bytes)).toBeNull()
  })

  it('is named in a message by a reference that must be whole', () => {
    const reference = {
      id: key.id,
      key: key.key,
      bytes: 1_999_999_999,
      sha256: portableSuite.sha256(text),
      name: 'Плёнка.mov',
    }
    const bytes = encodeLaneReference(reference)
    expect(decodeLaneReference(bytes)).toEqual(reference)
    expect(() => decodeLaneReference(bytes.subarray(0, 50))).toThrow('short-input')
    expect(() => decodeLaneReference(bytes.with(0, 2))).toThrow('unknown-version')
    expect(() => decodeLaneReference(bytes.with(50, 1))).toThrow('bad-lane')
  })

  it('is hashed piece by piece as at once', () => {
    const hash = runningSha256()
    for (let at = 0; at < text.length; at += 333) hash.update(text.subarray(at, at + 333))
    expect(hash.digest()).toEqual(portableSuite.sha256(text))
  })
})
