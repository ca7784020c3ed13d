import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packSite } from '../src/index.ts'

const long = new TextEncoder().encode('the same line again\n'.repeat(200))
const short = Uint8Array.of(1, 2, 3)
const packed = packSite(
  new Map([
    ['/en/', { bytes: long, type: 'text/html; charset=utf-8' }],
    ['/assets/a-1.js', { bytes: short, type: 'text/javascript; charset=utf-8' }],
  ]),
)

test('every path names stored bytes, and the twins open to the same bytes', () => {
  const entry = packed.manifest.paths['/en/']
  expect(entry?.immutable).toBe(false)
  expect(packed.files.get(entry?.file ?? '')).toEqual(long)
  expect(new Uint8Array(brotliDecompressSync(packed.files.get(entry?.br ?? '') ?? short))).toEqual(
    long,
  )
  expect(new Uint8Array(gunzipSync(packed.files.get(entry?.gzip ?? '') ?? short))).toEqual(long)
})

test('what compression does not make smaller has no twin; assets are immutable', () => {
  expect(packed.manifest.paths['/assets/a-1.js']).toMatchObject({
    br: null,
    gzip: null,
    immutable: true,
  })
})
