import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packSite, readShard, shardOf } from '../src/index.ts'

const long = new TextEncoder().encode('the same line again\n'.repeat(200))
const short = Uint8Array.of(1, 2, 3)
const packed = await packSite(
  new Map([
    ['/en/', { bytes: long, type: 'text/html; charset=utf-8' }],
    ['/assets/a-1.js', { bytes: short, type: 'text/javascript; charset=utf-8' }],
    ['/assets/b-1.jpg', { bytes: long, type: 'image/jpeg' }],
  ]),
)

function entryOf(path: string) {
  const { shards } = packed.manifest
  const shard = packed.files.get(shards[shardOf(path, shards.length)] ?? '')
  return readShard(shard ?? short)[path]
}

test('every path names stored bytes, and the twins open to the same bytes', () => {
  const entry = entryOf('/en/')
  const [whole = 0, gzip = 0, br = 0] = entry?.sizes ?? []
  const bytes = packed.files.get(entry?.file ?? '') ?? short
  expect(entry?.immutable).toBe(false)
  expect(bytes).toHaveLength(whole + gzip + br)
  expect(bytes.subarray(0, whole)).toEqual(long)
  const unpacked = gunzipSync(bytes.subarray(whole, whole + gzip))
  expect(new Uint8Array(unpacked)).toEqual(long)
  expect(new Uint8Array(brotliDecompressSync(bytes.subarray(whole + gzip)))).toEqual(long)
})

test('what compression does not make smaller has no twin, nor have pictures; assets are immutable', () => {
  expect(entryOf('/assets/a-1.js')).toMatchObject({ sizes: [3, 0, 0], immutable: true })
  expect(entryOf('/assets/b-1.jpg')).toMatchObject({ sizes: [4_000, 0, 0], immutable: true })
})
