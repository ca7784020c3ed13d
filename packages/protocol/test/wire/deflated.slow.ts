import { execFileSync } from 'node:child_process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { concat } from '../../src/bytes/concat.ts'
import { deflate, inflate } from '../../src/wire/deflated.ts'
import { codeOf, flipped } from './scene.ts'

test('what was deflated comes back', () => {
  const holds = (bytes: Uint8Array): void => {
    expect(inflate(deflate(bytes), 5_000)).toEqual(bytes)
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 5_000 }), holds))
})

test('inflating stops at its bound, and not before', () => {
  const bytes = new Uint8Array(100_000).map((_, n) => (n * n) % 251)
  expect(inflate(deflate(bytes), bytes.length)).toEqual(bytes)
  expect(codeOf(() => inflate(deflate(bytes), bytes.length - 1))).toBe('inflated-too-large')
})

test('a cut stream is refused wherever it is cut, and so are bytes behind it', () => {
  const whole = deflate(new Uint8Array(3_000).map((_, n) => (n * n) % 251))
  for (let length = 0; length < whole.length; length++)
    expect(codeOf(() => inflate(whole.subarray(0, length), 5_000))).toBe('bad-deflate')
  for (let extra = 1; extra < 5; extra++)
    expect(codeOf(() => inflate(concat(whole, new Uint8Array(extra)), 5_000))).toBe('bad-deflate')
})

test('a stored block is read whole and not with a byte more', () => {
  const stored = Uint8Array.of(1, 3, 0, 0xfc, 0xff, 7, 8, 9)
  expect(inflate(stored, 3)).toEqual(Uint8Array.of(7, 8, 9))
  expect(codeOf(() => inflate(stored.subarray(0, -1), 3))).toBe('bad-deflate')
  expect(codeOf(() => inflate(concat(stored, Uint8Array.of(0)), 3))).toBe('bad-deflate')
})

test('broken streams end in a code or in bytes within the bound, never otherwise', () => {
  const whole = deflate(new Uint8Array(2_000).map((_, n) => (n * n) % 251))
  const anyBit = fc.integer({ min: 0, max: 8 * whole.length - 1 })
  const holds = (bit: number): void => {
    const code = codeOf(() => {
      expect(inflate(flipped(whole, bit), 4_000).length).toBeLessThan(4_001)
    })
    expect([null, 'bad-deflate', 'inflated-too-large']).toContain(code)
  }
  fc.assert(fc.property(anyBit, holds), { numRuns: 300 })
})

/**
 * A bomb of 320 MB in 320 kB, in a process of its own so that its memory can be told apart: it is
 * made piece by piece, then inflated with a bound of 4 MiB.
 */
const BOMB = `
  import { Deflate } from 'fflate'
  import { inflate } from ${JSON.stringify(new URL('../../src/wire/deflated.ts', import.meta.url).href)}
  const pieces = []
  const stream = new Deflate({ level: 6 }, (piece) => pieces.push(piece))
  const zeros = new Uint8Array(1_000_000)
  for (let n = 0; n < 320; n++) stream.push(zeros, n === 319)
  const bomb = new Uint8Array(await new Blob(pieces).arrayBuffer())
  const before = process.resourceUsage().maxRSS
  let code = 'none'
  try { inflate(bomb, 4 * 1_024 * 1_024) } catch (error) { code = error.code }
  const grownMb = (process.resourceUsage().maxRSS - before) / 1_000
  console.log(JSON.stringify({ code, bombBytes: bomb.length, grownMb }))
`

test('a bomb stops at the bound and memory stays small', () => {
  const args = ['--input-type=module', '-e', BOMB]
  const cwd = new URL('../..', import.meta.url)
  const printed: unknown = JSON.parse(
    execFileSync(process.execPath, args, { cwd, encoding: 'utf8' }),
  )
  expect(printed).toEqual({
    code: 'inflated-too-large',
    bombBytes: expect.toSatisfy((bytes: number) => bytes < 411_040),
    grownMb: expect.toSatisfy((grownMb: number) => grownMb < 64),
  })
})
